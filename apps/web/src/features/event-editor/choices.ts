/** ISO 3166-1 alpha-2; browsers know the names but have no list of the codes. */
const codes =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'.split(
    ' ',
  );

/** Countries by their name in a language, in its order; `current` stays choosable whatever it is. */
export function countryOptions(locale: string, current?: string) {
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  const options = codes.map((value) => ({ value, label: names.of(value) ?? value }));
  if (current && !codes.includes(current)) options.push({ value: current, label: current });
  return options.sort((a, b) => a.label.localeCompare(b.label, locale));
}

/** Currencies that card payments are commonly taken in, the most used first. */
const currencies =
  'EUR USD GBP CHF AUD BGN BRL CAD CLP CNY CZK DKK HKD HUF IDR ILS INR ISK JPY KRW KWD MXN MYR NOK NZD PHP PLN RON SAR SEK SGD THB TRY TWD UAH VND ZAR'.split(
    ' ',
  );

export function currencyOptions(locale: string, current?: string) {
  const names = new Intl.DisplayNames([locale], { type: 'currency' });
  const listed = !current || currencies.includes(current) ? currencies : [current, ...currencies];
  return listed.map((value) => ({ value, label: `${value} · ${names.of(value) ?? value}` }));
}

/** Whether it is of the form Area/Place, which the database asks for; some systems call theirs CET. */
export const namesPlace = (zone: string): boolean => zone.includes('/');

/** All zones of that form that the browser knows; `current` stays choosable whatever it is. */
export function zoneOptions(current?: string) {
  const zones = Intl.supportedValuesOf('timeZone').filter(namesPlace);
  return [...new Set(['UTC', ...zones, ...(current ? [current] : [])])].map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }));
}
