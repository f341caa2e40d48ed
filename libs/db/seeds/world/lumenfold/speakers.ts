import type { SpeakerContent } from '../content.ts';

export const lumenfoldSpeakers: readonly SpeakerContent[] = [
  {
    key: 'amara-nwosu',
    name: 'Amara Nwosu',
    title: 'Principal engineer, Ostrava Rail Systems',
    bio: 'Amara keeps the timetable of a national railway consistent across eleven data centres. Before trains she built payment switches in Lagos. She collects outage reports the way others collect stamps.',
  },
  {
    key: 'jonas-lindqvist',
    name: 'Jonas Lindqvist',
    title: 'Storage engineer, Fjordbase',
    bio: 'Jonas writes storage engines and then writes the tools that prove them wrong. He maintains a small fault-injection file system that has found bugs in most databases you have heard of.',
  },
  {
    key: 'mei-tanaka',
    name: 'Mei Tanaka',
    title: 'Researcher, Kitano Institute for Computing',
    bio: 'Mei works on consensus protocols that stay understandable. Her thesis proved a protocol correct; her first job found the three assumptions it had missed.',
  },
  {
    key: 'rafael-quispe',
    name: 'Rafael Quispe',
    title: 'Network engineer, Altiplano Connect',
    bio: 'Rafael brings the internet to towns at four thousand metres, over links that disappear when it snows. He thinks in round-trip times.',
  },
  {
    key: 'zahra-haddadi',
    name: 'Zahra Haddadi',
    title: 'Head of reliability, Parcelo',
    bio: 'Zahra runs the reliability group of a parcel service that delivers nine million boxes a day. She has been on call for fourteen winters and has opinions about dashboards.',
  },
  {
    key: 'priya-raghavan',
    name: 'Priya Raghavan',
    title: 'Staff engineer, machine learning platform, Verdant Health',
    bio: 'Priya puts models into hospitals, where “mostly right” is not a release criterion. She writes about evaluation, drift and the art of turning a model off.',
  },
  {
    key: 'kwame-asante',
    name: 'Kwame Asante',
    title: 'Database consultant',
    bio: 'Kwame has spent eighteen years inside PostgreSQL, first as an extension author, now as the person teams call on a Sunday. He teaches with a whiteboard and a hex editor.',
  },
  {
    key: 'david-abebe',
    name: 'David Abebe',
    title: 'Engineering manager, Halo Energy',
    bio: 'David leads the team that balances a city’s power grid in software. He believes that most architecture is a letter to somebody you have not hired yet.',
  },
  {
    key: 'sofia-castellanos',
    name: 'Sofía Castellanos',
    title: 'Performance engineer, Lumen Games',
    bio: 'Sofía makes slow things fast for a living, and fast things measurable. She has a rule: no graph without units, no benchmark without variance.',
  },
  {
    key: 'gurpreet-sandhu',
    name: 'Gurpreet Sandhu',
    title: 'Security architect, Northgate Bank',
    bio: 'Gurpreet designs systems that assume somebody is already inside. He has retired two home-grown cryptography libraries and is proud of both.',
  },
  {
    key: 'noor-el-masri',
    name: 'Noor El-Masri',
    title: 'Developer advocate and editor',
    bio: 'Noor edits technical books and runs incident-writing workshops for engineering teams. She is our host on the main stage.',
  },
];
