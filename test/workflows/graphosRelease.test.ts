import { gatewaySchema } from '../../sandbox/kernel/gatewaySchema';
import { type JsonRecord, readRecords, readString } from '../../tools/json';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { sampled } from '../sample';
import { CHAIN, createReleaseWorld, EVERY, type ReleaseWorld } from './releaseWorld';

/*
 * A schema is released like code: before the gateway that it belongs to, back when something after it fails, and
 * never said to be live when routers are not served it.
 */

const SCHEMA = 'gateway-schema';
const FILE = 'services/gateway/schema.graphql';
const PRODUCTION = 'candlefish@production';
const next = gatewaySchema.replace('name: String!', 'name: String!\n  stock: Int!');

describeOnEngine('a release with a schema', () => {
	let world: ReleaseWorld;
	let seeded: string;
	beforeAll(async () => {
		world = await createReleaseWorld({ platformSpeed: 10, services: [...EVERY, SCHEMA] });
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => {
		await world.renew();
		seeded = live();
		await world.push({ touches: ['nanda-workers'] });
		await world.calm();
	});

	const variant = (): JsonRecord => {
		const { apollo } = world.engine.sandbox.state();
		return readRecords(apollo as JsonRecord, 'variants').find(({ ref }) => ref === PRODUCTION) ?? {};
	};
	const revisionIn = (list: string): string => {
		const entry = readRecords(variant(), list).find(({ subgraph }) => subgraph === 'gateway');
		return (entry && readString(entry, 'revision')) ?? '';
	};
	/** The revision that routers are served, by the sandbox's own books. */
	const live = (): string => revisionIn('live');
	const pushSchema = async (text: string, more: Partial<Parameters<ReleaseWorld['push']>[0]> = {}): Promise<string> =>
		await world.push({ touches: [], files: { [FILE]: text }, ...more });
	const lastRow = () => world.ledger(SCHEMA).at(-1);
	const control = async (path: string, body: JsonRecord) => await world.engine.clouds.control(`/apollo${path}`, body);
	const setRow = (change: JsonRecord): void =>
		world.engine.tables.change('slipway_services', (row) => row.service === SCHEMA, change);

	it('launches the schema first, then the gateway that it belongs to', async () => {
		expect(world.ledger(SCHEMA)).toMatchObject([{ kind: 'look', state: 'live', live_commit: seeded }]);
		const commit = await pushSchema(next);
		await world.calm();
		expect(live()).toBe(commit);
		expect(lastRow()).toMatchObject({ kind: 'deploy', state: 'live', verified: true, live_commit: commit });
		const gateway = world.ledger('gateway').find((row) => row.kind === 'deploy' && row.commit === commit);
		expect(gateway).toMatchObject({ state: 'live' });
		expect(String(lastRow()?.finished_at) <= String(gateway?.started_at)).toBe(true);
		expect(world.pages()).toEqual([]);
		expect(await world.leftovers()).toEqual([]);
		// What it left live is what the next release finds: nothing is done again.
		const rows = world.ledger(SCHEMA).length;
		await world.push({ touches: ['nanda-workers'] });
		await world.calm();
		expect(world.ledger(SCHEMA)).toHaveLength(rows);
	});

	const refused = [
		['does not compose', gatewaySchema.replace('name: String!', 'name: Strin!'), 'Unknown type "Strin"'],
		['would break clients', gatewaySchema.replace('  priceCents: Int!\n', ''), 'FIELD_REMOVED'],
	] as const;
	it.each(sampled(refused, 2, 1))(
		'publishes nothing that %s, and holds back what depends on it',
		async (_what, text, words) => {
			const before = await world.commits(CHAIN);
			await pushSchema(text, { touches: CHAIN });
			await world.calm();
			expect(live()).toBe(seeded);
			expect(revisionIn('registered')).toBe(seeded);
			expect(lastRow()).toMatchObject({ state: 'failed', reason: expect.stringContaining(words) });
			expect(await world.commits(CHAIN)).toEqual(before);
			expect(world.pages()).toHaveLength(1);
			// Mended, it goes, and what waited for it.
			const mended = await pushSchema(next, { touches: CHAIN });
			await world.calm();
			expect(live()).toBe(mended);
			expect(Object.values(await world.commits(CHAIN))).toEqual([mended, mended, mended]);
		},
	);

	it.each(sampled([PRODUCTION, 'candlefish@public'], 2))(
		'puts the old schema back when the launch of %s fails',
		async (ref) => {
			await control('/failures', { variant: ref, message: 'Uplink is full' });
			await pushSchema(next);
			await world.calm();
			expect([live(), revisionIn('registered')]).toEqual([seeded, seeded]);
			expect(lastRow()).toMatchObject({ state: 'failed', reason: expect.stringContaining('Uplink is full') });
			expect(world.pages()).toHaveLength(1);
		},
	);

	it('says so when somebody publishes the same subgraph at the same moment', async () => {
		await control('/launches/hold', { hold: true });
		await pushSchema(next);
		for (let minute = 0; minute < 5 && revisionIn('registered') === seeded; minute++) await world.minute();
		const theirs = `${gatewaySchema}\ntype Theirs {\n  id: ID!\n}\n`;
		await control('/publications', { variant: PRODUCTION, subgraph: 'gateway', sdl: theirs, revision: 'theirs' });
		await control('/launches/hold', { hold: false });
		await world.calm();
		expect(live()).toBe('theirs');
		for (const row of world.ledger(SCHEMA).filter(({ kind }) => kind === 'deploy')) {
			expect(row).not.toMatchObject({ state: 'live' });
		}
	});

	it('does nothing where the variant is not there, and says so', async () => {
		setRow({ target: 'candlefish@nowhere/gateway' });
		await pushSchema(next);
		// What cannot be seen is paged about after half an hour.
		for (let minute = 0; minute < 40 && world.pages().length === 0; minute++) await world.minute();
		expect(live()).toBe(seeded);
		expect(world.pages().join()).toContain('There is no variant candlefish@nowhere');
	});

	it('says that a schema is not in the repository', async () => {
		setRow({ schema: 'services/gateway/schem.graphql', paths: 'services/gateway/**' });
		await pushSchema(next);
		await world.calm();
		expect(live()).toBe(seeded);
		expect(lastRow()).toMatchObject({ state: 'failed', reason: expect.stringContaining('There is no file') });
	});

	it('goes back last when the last service is ill', async () => {
		const commit = await pushSchema(next, { touches: CHAIN });
		await world.calm();
		expect(live()).toBe(commit);
		const rowId = Math.max(...world.ledger().map(({ id }) => Number(id)));
		await pushSchema(`${next}\ntype More {\n  id: ID!\n}\n`, { touches: CHAIN, unhealthy: ['netlify/paintbox'] });
		await world.calm();
		expect(live()).toBe(commit);
		const back = world.ledger().filter(({ id, kind }) => Number(id) > rowId && kind === 'rollback');
		expect(back.map(({ service }) => service)).toEqual(['paintbox-frontend', 'paintbox-api', 'gateway', SCHEMA]);
		expect(back.map(({ state }) => state)).toEqual(['live', 'live', 'live', 'live']);
		expect(await world.leftovers()).toEqual([]);
	});

	it('is followed by another run when its own has no time left', async () => {
		await control('/launches/hold', { hold: true });
		const commit = await pushSchema(next);
		for (let minute = 0; minute < 8; minute++) await world.minute();
		expect(lastRow()).toMatchObject({ state: 'running' });
		await control('/launches/hold', { hold: false });
		await world.calm();
		expect(live()).toBe(commit);
		expect(lastRow()).toMatchObject({ state: 'live', live_commit: commit });
		expect(readRecords(variant(), 'launches')).toHaveLength(2);
	});
});
