import type { GraphQLSchema } from 'graphql';
import { each, type Tenants } from '../../support/isolation-tenants.ts';
import { Findings } from '../findings.ts';
import type { Side } from '../world/canaries.ts';
import type { Row } from '../world/plant.ts';
import { isPublicTable, publicComputed } from '../world/public-things.ts';
import type { Viewer } from '../world/viewers.ts';
import {
  differenceOf,
  type GraphQLAnswer,
  type Outcome,
  outcomeOf,
  withoutSent,
} from './compare.ts';
import { isPublicValue, type Mode, modes, rowOf, valueOfNobody } from './modes.ts';
import { type Probe, readProbes } from './probes.ts';
import { createTableFinder, type Slot } from './schema.ts';

type Asked = { probe: Probe; outcomes: Map<string, Outcome>; sent: Record<string, unknown> };

const modesOf = (probe: Probe): Mode[] => (probe.slots.length > 0 ? modes : modes.slice(0, 1));
/** Once for each mode, and once with ids of nothing. */
const timesOf = (probe: Probe): number => (probe.slots.length > 0 ? modes.length + 1 : 1);

/** As many questions at once as the API answers: 20 at the root, 600 fields. */
function packed(all: Probe[]): Probe[][] {
  const packs: Probe[][] = [];
  let room = { roots: 0, fields: 0 };
  for (const probe of all) {
    const times = timesOf(probe);
    if (room.roots < times || room.fields < times * (probe.size + 3)) {
      packs.push([]);
      room = { roots: 20, fields: 560 };
    }
    packs.at(-1)?.push(probe);
    room = { roots: room.roots - times, fields: room.fields - times * (probe.size + 3) };
  }
  return packs;
}

/** Every question of the schema, to be asked by whomever about either tenant. */
export function createReads(tenants: Tenants, schema: GraphQLSchema) {
  const { plant, leaksOf } = tenants;
  const probes = readProbes(schema, createTableFinder(plant));
  const askAll = async (
    viewers: Viewer[],
    work: (viewer: Viewer, pack: Probe[]) => Promise<void>,
  ) =>
    each(
      packed(probes).flatMap((pack) => viewers.map((viewer) => ({ viewer, pack }))),
      ({ viewer, pack }) => work(viewer, pack),
    );

  const isShared = (slot: Slot, row: Row, side: Side): boolean =>
    plant.rows.some(
      ({ place, values }) =>
        place.table === slot.table &&
        place.side !== side &&
        JSON.stringify(values[slot.column]) === JSON.stringify(row.values[slot.column]),
    );

  return {
    probes,

    /** What is wrong with the answers of everybody who is no part of a tenant. */
    async findingsAbout(side: Side): Promise<string[]> {
      const findings = new Findings();
      await askAll(tenants.strangersOf(side), async (viewer, pack) => {
        for (const found of await findingsOf(viewer, pack, side)) findings.add(found, viewer);
      });
      return findings.list();
    },

    /** The same of some questions only, and no further than to the first answer with something wrong. */
    async isAnythingWrong(side: Side, isAsked: (probe: Probe) => boolean): Promise<boolean> {
      for (const pack of packed(probes.filter(isAsked)))
        for (const viewer of tenants.strangersOf(side))
          if ((await findingsOf(viewer, pack, side)).length > 0) return true;
      return false;
    },

    /** What the owner and a buyer are answered when they ask the very same with their own ids. */
    async ownAnswers(side: Side): Promise<string> {
      const texts: string[] = [];
      const own = tenants.viewers.filter(
        ({ side: of, role }) => of === side && (role === 'owner' || role === 'attendee'),
      );
      await askAll(own, async (viewer, pack) => {
        texts.push((await ask(viewer, pack, side)).text);
      });
      return texts.join('\n');
    },
  };

  async function ask(
    viewer: Viewer,
    pack: Probe[],
    side: Side,
  ): Promise<{ asked: Asked[]; text: string }> {
    const declared: string[] = [];
    const fields: string[] = [];
    const variables: Record<string, unknown> = {};
    const asked = pack.map((probe, n) => {
      const sent: Record<string, unknown> = {};
      const names =
        probe.slots.length > 0 ? [...modes.map(({ name }) => name), 'nobody'] : ['nobody'];
      for (const [i, name] of names.entries()) {
        const prefix = `q${n}_${name}`;
        fields.push(`${prefix}: ${probe.text((argument) => `$${prefix}_${argument}`)}`);
        for (const { argument, type, slot } of probe.slots) {
          const mode = modes[i];
          const known = rowOf(plant, slot, side, mode ?? (modes[0] as Mode)).values[slot.column];
          const value = mode ? known : valueOfNobody(known, type);
          declared.push(`$${prefix}_${argument}: ${type}`);
          sent[`${name}_${argument}`] = value;
          variables[`${prefix}_${argument}`] = value;
        }
      }
      return { probe, sent, names };
    });
    const query = `query ${declared.length > 0 ? `(${declared})` : ''} { ${fields.join('\n')} }`;
    const { text, status } = await tenants.ask(viewer, 'POST', '/graphql', { query, variables });
    const answer = JSON.parse(text) as GraphQLAnswer;
    if (status !== 200 || !answer.data)
      throw new Error(`${pack.map(({ name }) => name)} could not be asked: ${text.slice(0, 600)}`);
    return {
      text,
      asked: asked.map(({ probe, sent, names }, n) => ({
        probe,
        sent,
        outcomes: new Map(names.map((name) => [name, outcomeOf(answer, `q${n}_${name}`)])),
      })),
    };
  }

  /** What is wrong with a viewer's answers about a tenant that is not theirs. */
  async function findingsOf(viewer: Viewer, pack: Probe[], side: Side): Promise<string[]> {
    const { asked, text } = await ask(viewer, pack, side);
    const isClean =
      leaksOf(
        side,
        text,
        asked.map(({ sent }) => sent),
      ).length === 0;
    return asked.flatMap((one) => [
      ...(isClean ? [] : leaksOf(side, JSON.stringify([...one.outcomes]), one.sent)).map(
        (leak) => `${one.probe.name}: ${leak}`,
      ),
      ...[...one.outcomes.values()].flatMap(({ data }) =>
        miscounted(data).map((count) => `${one.probe.name}: ${count}`),
      ),
      ...differencesOf(one, side),
    ]);
  }

  /** Where what is not theirs answers otherwise than what is not there. */
  function differencesOf({ probe, outcomes, sent }: Asked, side: Side): string[] {
    const who = probe.name;
    if (probe.slots.length === 0) return [];
    return modesOf(probe).flatMap((mode) => {
      const outcome = outcomes.get(mode.name);
      const rows = probe.slots.map(({ slot }) => ({ slot, row: rowOf(plant, slot, side, mode) }));
      // What others' rows hold as well is no key to this one.
      if (rows.every(({ slot, row }) => isShared(slot, row, side))) return [];
      const isPublic = rows.some(({ slot, row }) =>
        isPublicValue(plant, side, row.values[slot.column]),
      );
      if (isPublic && isPublicTable(probe.root)) {
        const isQuiet =
          !probe.relation || isPublicTarget(probe) || isNothing(outcome, probe.relation.field);
        return isQuiet ? [] : [`${who} (${mode.name}): ${JSON.stringify(outcome).slice(0, 300)}`];
      }
      const sentAs = (name: string) =>
        probe.slots.map(({ argument }) => sent[`${name}_${argument}`]);
      const theirs = withoutSent(outcome, sentAs(mode.name));
      const nobodys = withoutSent(outcomes.get('nobody'), sentAs('nobody'));
      const difference = differenceOf(theirs, nobodys);
      return difference ? [`${who} (${mode.name}): ${difference}`] : [];
    });
  }
}

/** Lists that were given as a whole, and count more or fewer rows than they show. */
function miscounted(data: unknown): string[] {
  if (data === null || typeof data !== 'object') return [];
  const { nodes, totalCount, pageInfo } = data as Partial<{
    nodes: unknown[];
    totalCount: number;
    pageInfo: { hasNextPage: boolean };
  }>;
  const isWhole = nodes && totalCount !== undefined && pageInfo?.hasNextPage === false;
  return [
    ...(isWhole && nodes.length !== totalCount
      ? [`${totalCount} are counted, ${nodes.length} shown`]
      : []),
    ...Object.values(data).flatMap(miscounted),
  ];
}

const isPublicTarget = ({ covers, relation }: Probe): boolean =>
  isPublicTable(relation?.table ?? null) ||
  Object.keys(publicComputed).some((field) => covers.has(field));

/** Neither a row nor a number. */
function isNothing(outcome: Outcome | undefined, field: string): boolean {
  const given = (outcome?.data as Record<string, unknown> | null)?.[field] ?? null;
  if (given === null) return true;
  const { nodes, totalCount } = given as { nodes?: unknown[]; totalCount?: number };
  return nodes?.length === 0 && (totalCount ?? 0) === 0;
}
