import type { Random } from './random.ts';

export type Person = { name: string; email: string };

/** Names as their owners write them; `=` gives the Latin spelling for the e-mail address. */
type NamePool = { given: string; family: string; familyFirst?: boolean; separator?: string };

const pools = {
  german: {
    given:
      'Anna Lukas Mareike Jürgen=juergen Sabine Felix Käthe=kaethe Moritz Friederike Torben Leonie Björn=bjoern Henrike Konstantin Silke Matthias Paula Johannes Ulrike Emil',
    family:
      'Müller=mueller Schröder=schroeder Hansen Weiß=weiss Brandt Krüger=krueger Lohmann Petersen Vogt Jäger=jaeger Sievers Baumgartner Richter Claußen=claussen Thiele Böhm=boehm Albers Neumann Hartwig Reimers',
  },
  english: {
    given:
      'Emily Thomas Grace Oliver Imogen Callum Charlotte Ewan Niamh Harriet George Siobhán=siobhan Alistair Beatrice Rhys Poppy Duncan Freya Hugh Martha',
    family:
      'Ashworth Bennett Clarke Davies Ellison Fairweather Gallagher Holloway Irving Jenkins MacLeod Nightingale O’Connell=oconnell Pemberton Radcliffe Sutherland Thorne Whitfield Barker Lloyd',
  },
  american: {
    given:
      'Jordan Maya Tyler Aaliyah Ethan Brianna Marcus Hannah DeShawn Madison Carlos Naomi Jamal Rachel Cody Destiny Grant Keisha Wyatt Zoe',
    family:
      'Anderson Brooks Coleman Diaz Edwards Foster Goldberg Hernandez Jackson Kowalczyk Lewis Mitchell Nguyen Ortega Patterson Rivera Sanders Washington Young Bianchi',
  },
  spanish: {
    given: 'Lucía José María Íñigo Begoña Álvaro Noelia Joaquín Inés Martín',
    family: 'García Muñoz Ibáñez Peña Domínguez Núñez Castaño Herrera Vázquez Ordóñez',
  },
  french: {
    given: 'Zoé Hélène François Maëlle Jérôme Clémence Noémie Gaël Aïcha Loïc',
    family: 'Lefèvre Dubois Benoît Fabre Gauthier Lemaître Rousseau Marchand Chevalier Bâcle',
  },
  nordic: {
    given:
      'Åsa Søren=soeren Ingrid Håkon Sigríður=sigridur Øyvind=oyvind Tuuli Lárus Pernille Elin',
    family:
      'Nygård Sørensen=sorensen Ødegaard=odegaard Virtanen Bergström Guðmundsdóttir=gudmundsdottir Kjær=kjaer Halvorsen Lindholm Mäkinen',
  },
  polish: {
    given: 'Agnieszka Łukasz=lukasz Małgorzata=malgorzata Stanisław=stanislaw Zofia Michał=michal',
    family: 'Kowalski Wójcik Zieliński Dąbrowska Szczepański Gołębiewska=golebiewska',
  },
  czech: {
    given: 'Jiří Kateřina Ondřej Tereza Žofie Vojtěch',
    family: 'Dvořák Svoboda Procházka Řezníček Horáková Šimek',
  },
  turkish: {
    given: 'Ayşe Çağla=cagla Emre İbrahim=ibrahim Gülşen Oğuz Zeynep Barış=baris',
    family: 'Yılmaz=yilmaz Demir Çelik Şahin Öztürk Aydın=aydin Kılıç=kilic Koç',
  },
  vietnamese: {
    given: 'Thị=thi Quốc=quoc Hương=huong Đức=duc Linh Phương=phuong',
    family: 'Nguyễn Trần Lê Phạm Hoàng Đặng=dang',
    familyFirst: true,
  },
  cyrillic: {
    given:
      'Ольга=olha Дмитро=dmytro Софія=sofiia Тарас=taras Наталія=nataliia Андрій=andrii Елена=elena Борис=boris',
    family:
      'Шевченко=shevchenko Коваленко=kovalenko Бондар=bondar Іваненко=ivanenko Мельник=melnyk Петров=petrov Лисенко=lysenko',
  },
  greek: {
    given: 'Ελένη=eleni Γιώργος=giorgos Κατερίνα=katerina Νίκος=nikos Σοφία=sofia',
    family:
      'Παπαδοπούλου=papadopoulou Νικολάου=nikolaou Γεωργίου=georgiou Αντωνίου=antoniou Καρρά=karra',
  },
  arabic: {
    given: 'ليلى=layla يوسف=yousef مريم=maryam خالد=khaled نور=nour طارق=tarek',
    family: 'حداد=haddad المصري=elmasry الخطيب=khatib منصور=mansour العلي=alali',
  },
  hebrew: {
    given: 'נועה=noa איתן=eitan יעל=yael דוד=david תמר=tamar',
    family: 'כהן=cohen לוי=levi מזרחי=mizrahi פרידמן=friedman אברהם=avraham',
  },
  devanagari: {
    given: 'प्रिया=priya अर्जुन=arjun अनिता=anita रोहन=rohan कविता=kavita',
    family: 'शर्मा=sharma पाटील=patil वर्मा=verma जोशी=joshi देशमुख=deshmukh',
  },
  indian: {
    given: 'Ananya Vikram Lakshmi Arun Meera Suresh Divya Kiran',
    family: 'Iyer Chatterjee Menon Banerjee Reddy Nair Kulkarni Singh',
  },
  chinese: {
    given: '伟=wei 芳=fang 静怡=jingyi 俊杰=junjie 雨桐=yutong 明=ming',
    family: '王=wang 李=li 张=zhang 陈=chen 刘=liu 欧阳=ouyang',
    familyFirst: true,
    separator: '',
  },
  japanese: {
    given: '陽菜=hina 健太=kenta さくら=sakura 大輔=daisuke 美咲=misaki 蓮=ren',
    family: '佐藤=sato 鈴木=suzuki 高橋=takahashi 渡辺=watanabe 小林=kobayashi 山本=yamamoto',
    familyFirst: true,
    separator: ' ',
  },
  korean: {
    given: '서연=seoyeon 민준=minjun 지우=jiwoo 하은=haeun 도윤=doyun',
    family: '김=kim 이=lee 박=park 최=choi 정=jung',
    familyFirst: true,
    separator: '',
  },
  african: {
    given: 'Chiamaka Kofi Abẹ́na=abena Tendai Wanjirũ=wanjiru Sékou Zanele Olúmidé=olumide',
    family: 'Okonkwo Mensah Diallo Mwangi Dlamini Adébáyọ̀=adebayo Tesfaye Traoré',
  },
} satisfies Record<string, NamePool>;

type PoolName = keyof typeof pools;

/** Who comes where: the mix of an audience. */
const audiences = {
  de: [
    ['german', 58],
    ['turkish', 8],
    ['polish', 5],
    ['nordic', 4],
    ['cyrillic', 4],
    ['spanish', 3],
    ['french', 3],
    ['greek', 2],
    ['vietnamese', 3],
    ['arabic', 2],
    ['african', 2],
    ['chinese', 1],
    ['japanese', 1],
    ['english', 4],
  ],
  gb: [
    ['english', 62],
    ['indian', 9],
    ['african', 6],
    ['polish', 4],
    ['chinese', 3],
    ['arabic', 2],
    ['greek', 2],
    ['french', 3],
    ['spanish', 3],
    ['cyrillic', 2],
    ['hebrew', 1],
    ['korean', 1],
    ['german', 2],
  ],
  us: [
    ['american', 58],
    ['indian', 9],
    ['chinese', 5],
    ['korean', 3],
    ['spanish', 6],
    ['hebrew', 3],
    ['african', 4],
    ['japanese', 2],
    ['vietnamese', 3],
    ['devanagari', 2],
    ['cyrillic', 2],
    ['english', 3],
  ],
  world: [
    ['german', 26],
    ['english', 12],
    ['american', 6],
    ['nordic', 7],
    ['polish', 5],
    ['czech', 5],
    ['french', 6],
    ['spanish', 6],
    ['turkish', 4],
    ['indian', 5],
    ['devanagari', 3],
    ['cyrillic', 4],
    ['greek', 3],
    ['chinese', 3],
    ['japanese', 3],
    ['korean', 2],
    ['arabic', 3],
    ['hebrew', 2],
    ['african', 4],
    ['vietnamese', 2],
  ],
} as const satisfies Record<string, readonly (readonly [PoolName, number])[]>;

export type Audience = keyof typeof audiences;

/** `Łukasz=lukasz` is written by hand where taking the accents off does not give the usual spelling. */
function parseName(entry: string): { shown: string; latin: string } {
  const [shown = '', latin] = entry.split('=');
  const plain = shown.normalize('NFD').replace(/[^\p{ASCII}]/gu, '');
  return { shown, latin: latin ?? plain.toLowerCase() };
}

const parsed = new Map(
  Object.entries<NamePool>(pools).map(([name, pool]) => [
    name,
    {
      given: pool.given.split(' ').map(parseName),
      family: pool.family.split(' ').map(parseName),
      familyFirst: pool.familyFirst ?? false,
      separator: pool.separator ?? ' ',
    },
  ]),
);

/** Domains that RFC 2606 reserves: no mail of the demo world can reach a stranger. */
const domains = ['example.com', 'example.org', 'example.net'] as const;

/** Makes people; nobody gets an address that somebody else has. */
export function createPeople(random: Random): (audience: Audience) => Person {
  const taken = new Map<string, number>();
  return (audience) => {
    const pool = parsed.get(random.weighted<PoolName>(audiences[audience]));
    if (!pool) throw new Error('No such names.');
    const given = random.pick(pool.given);
    const family = random.pick(pool.family);
    const parts = pool.familyFirst ? [family.shown, given.shown] : [given.shown, family.shown];
    const local = `${given.latin}.${family.latin}`;
    const count = (taken.get(local) ?? 0) + 1;
    taken.set(local, count);
    const suffix = count === 1 ? '' : String(count);
    return {
      name: parts.join(pool.separator),
      email: `${local}${suffix}@${random.pick(domains)}`,
    };
  };
}
