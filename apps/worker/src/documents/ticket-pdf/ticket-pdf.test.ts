import { readPdf } from '@foyer/testing/read-pdf';
import { names, sampleDocument } from '../../../test/sample-document.ts';
import type { RegistrationDocument } from '../registration-document.ts';
import { cleanText } from '../typesetting/clean-text.ts';
import { directionFeature, loadFonts } from '../typesetting/fonts.ts';
import { baseDirection, visualRuns } from '../typesetting/runs.ts';
import { renderTicketPdf } from './ticket-pdf.ts';

const a4Width = 595.28;

function render(document: RegistrationDocument): Promise<Buffer> {
  const tokens = new Map(
    document.tickets.map(({ id }, i) => [
      id,
      `F1${String(i).padStart(2, '0')}${'MZ7Q'.repeat(43)}`,
    ]),
  );
  return renderTicketPdf({ document, tokens, logo: null });
}

describe('the ticket PDF', () => {
  test('has a page per ticket with what admits: name, type, code and a QR code of at least 45 mm', async () => {
    const document = sampleDocument(['Grace Hopper', 'Ada Lovelace']);
    const pages = await readPdf(await render(document));

    expect(pages).toHaveLength(2);
    expect(pages[0]?.text).toContain('Grace Hopper');
    expect(pages[1]?.text).toContain('Ada Lovelace');
    for (const [i, page] of pages.entries()) {
      expect(page.text).toContain('Systems After Dark');
      expect(page.text).toContain('7K3F9-Q2MXZ');
      expect(page.text).toContain('LUM-7K3F-9Q2M');
      expect(page.text).toContain('€49.00');
      expect(page.text).toContain('Kulturbrauerei, Kesselhaus');
      expect(page.qr).toBe(`F1${String(i).padStart(2, '0')}${'MZ7Q'.repeat(43)}`);
      expect(page.qrMillimetres).toBeGreaterThanOrEqual(45);
    }
  });

  test('shows the time of the event on its own clocks, with the zone', async () => {
    const [page] = await readPdf(await render(sampleDocument(['Ada'])));
    expect(page?.text).toContain('Saturday, 14 November 2026');
    expect(page?.text).toContain('19:30 – 23:00');
    expect(page?.text).toContain('Central European Standard Time (Europe/Berlin)');
  });

  test('speaks the language of the registration', async () => {
    const document = sampleDocument(['Ada'], { registration: { locale: 'de' } });
    const [page] = await readPdf(await render(document));
    expect(page?.text).toContain('Samstag, 14. November 2026');
    expect(page?.text).toContain('49,00 €');
    expect(page?.text).toContain('Zeigen Sie den quadratischen Code am Eingang');
  });

  test('is the same file every time', async () => {
    const document = sampleDocument(['Ada', names.arabic]);
    expect((await render(document)).equals(await render(document))).toBe(true);
  });

  test('leads to an online event, and never to an address that is not one', async () => {
    const at = (onlineUrl: string) =>
      sampleDocument(['Ada'], { event: { eventType: 'online', location: { onlineUrl } } });
    const [online] = await readPdf(await render(at('https://meet.example/room?a=1')));
    expect(online?.links).toEqual(['https://meet.example/room?a=1']);
    const [evil] = await readPdf(await render(at('javascript:alert(1)')));
    expect(evil?.links).toEqual([]);
    expect(evil?.text).not.toContain('javascript');
  });

  test.each(Object.entries(names))(
    'sets %s names without a missing glyph',
    async (_script, name) => {
      const text = cleanText(name);
      const chooseFont = (await loadFonts([text])).forParagraph(text);
      for (const weight of [400, 700] as const) {
        const runs = visualRuns(text, weight, chooseFont, baseDirection(text));
        expect(runs.map((run) => run.text).join('')).not.toContain('\ufffd');
        for (const run of runs) {
          const { glyphs } = run.font.font.layout(run.text, [directionFeature[run.direction]]);
          expect(glyphs.map(({ id }) => id)).not.toContain(0);
        }
      }
    },
  );

  test('joins Arabic letters and conjuncts of Devanagari', async () => {
    const glyphNames = async (text: string, direction: 'ltr' | 'rtl') => {
      const chooseFont = (await loadFonts([text])).forParagraph(text);
      const [run] = visualRuns(text, 400, chooseFont, direction);
      return run?.font.font.layout(run.text, [directionFeature[run.direction]]).glyphs ?? [];
    };
    // Four letters that stand alone are not what four letters in a word are.
    const alone = await Promise.all([...'محمد'].map((letter) => glyphNames(letter, 'rtl')));
    const joined = await glyphNames('محمد', 'rtl');
    expect(joined.map(({ id }) => id)).not.toEqual(
      alone
        .flat()
        .map(({ id }) => id)
        .reverse(),
    );
    // क + virama + ष becomes one glyph.
    expect(await glyphNames('क्ष', 'ltr')).toHaveLength(1);
  });

  test('puts right-to-left words in their order, brackets turned', async () => {
    const text = 'אבג (דה)';
    const chooseFont = (await loadFonts([text])).forParagraph(text);
    const drawn = visualRuns(text, 400, chooseFont, 'rtl')
      .flatMap((run) => run.font.font.layout(run.text, [directionFeature[run.direction]]).glyphs)
      .map(({ codePoints }) => String.fromCodePoint(...codePoints))
      .join('');
    expect(drawn).toBe('(הד) גבא');
  });

  describe.each([
    ['markup', '<script>alert(1)</script><b>Bold</b> & "quoted"'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it must stay as it is
    ['a template', '{{token}} ${secret} $t(pdf.terms) %s'],
    ['a formula', '=HYPERLINK("http://evil.example","x")'],
    ['PDF syntax', ') Tj ET /JS (app.alert\\(1\\)) >> endobj'],
    ['control characters', 'A\u0000B\u0007C\u001b[31mD\nE\r\nF\tG\u0085H'],
    ['bidi overrides', '\u202eevil\u202c \u2067inverted\u2069 \u200fmark'],
    ['a very long word', 'W'.repeat(120)],
    ['a very long name', 'Wolfeschlegelsteinhausen '.repeat(5).slice(0, 120)],
    ['stacked marks', `Z${'\u0335\u0322\u0301'.repeat(39)}`],
    ['emoji', '👩‍👩‍👧‍👦 Ada 🇺🇦 ❤️'],
    ['half a surrogate', 'Ada \ud83d Lovelace'],
    ['an unknown script', 'Ada 𐤀𐤁𐤂 \ue000'],
    ['only invisible characters', '\u200b\u200b'],
  ])('with %s in every field', (_what, hostile) => {
    test('keeps its place, its code and its other text', async () => {
      const document = sampleDocument([hostile], {
        event: {
          title: hostile,
          contactEmail: `"${hostile}"@x`,
          location: { venue: hostile, address: hostile, city: hostile, country: hostile },
        },
        organization: { name: hostile },
        registration: { buyerName: hostile },
        ticket: { ticketTypeName: hostile, ticketTypeDescription: hostile },
      });
      const pages = await readPdf(await render(document));

      expect(pages).toHaveLength(1);
      expect(pages[0]?.qr).toMatch(/^F1/);
      expect(pages[0]?.textRight).toBeLessThanOrEqual(a4Width - 40);
      expect(pages[0]?.text).toContain('7K3F9-Q2MXZ');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
      expect(pages[0]?.text).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/);
      expect(pages[0]?.links).toEqual([]);
    });
  });
});
