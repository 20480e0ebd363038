import { createEngine, type Engine } from '../n8n/engine/engine';
import { MAX_SIZE_BYTES } from '../n8n/engine/dataTables';
import { beginForm, letPageLapse, openPage, sendPage } from '../n8n/engine/forms';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import type { EngineRun } from '../n8n/engine/runner';

const CROWN = 'candlefish-ai/crown-trophy';
const SERVICE = 'crown-trophy';
const NAME = `${SERVICE} / production`;
const minutes = (count: number): number => count * 60_000;

interface LastPage {
	readonly title: string;
	readonly message: string;
}

describeOnEngine('the roll back by hand', () => {
	let engine: Engine;
	let good: string;
	beforeAll(async () => {
		engine = await createEngine();
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => {
		await engine.reset();
		good = (await engine.push(CROWN)).sha;
		await engine.push(CROWN);
	});

	const begin = async (action = 'Roll back a service', reason = 'The checkout is slow'): Promise<EngineRun> =>
		await beginForm(engine, 'slipway05manual', { action, reason });
	const choices = async (run: EngineRun): Promise<readonly string[]> =>
		(await openPage(engine, run)).fields.get('Go back to') ?? [];
	const end = async (run: EngineRun): Promise<LastPage> => {
		expect(run).toMatchObject({ status: 'waiting', error: undefined });
		const { data, template } = await openPage(engine, run);
		expect(template).toBe('form-trigger-completion');
		return { title: String(data.title), message: String(data.message) };
	};
	/** The page at which the form waits, as text. */
	const shown = async (run: EngineRun): Promise<string> => JSON.stringify((await openPage(engine, run)).data);

	/** Sends the choice of the good deployment. The table above the choices is a field, too, which has no answer. */
	async function chooseDeployment(offering: EngineRun, commit = good): Promise<EngineRun> {
		const offered = (await choices(offering)).find((option) => option.startsWith(commit.slice(0, 7)));
		return await sendPage(engine, offering, ['', offered === undefined ? '' : JSON.stringify([offered])]);
	}

	async function rollBack(run: EngineRun): Promise<LastPage> {
		const confirming = await chooseDeployment(await sendPage(engine, run, [NAME]));
		return await end(await sendPage(engine, confirming, [SERVICE]));
	}
	void [letPageLapse, MAX_SIZE_BYTES, minutes];
	const live = async (): Promise<string> => (await engine.live(CROWN)).commit;
	const off = (platform: string) => engine.sandbox.addFault({ platform, kind: 'status', status: 503, times: 'always' });

	it('shows what there is, what it would do, puts the chosen one back, holds the service, and says all of it', async () => {
		const run = await begin();
		const offering = await sendPage(engine, run, [NAME]);
		expect(await shown(offering)).toContain('<table>');
		const confirming = await chooseDeployment(offering);
		expect(await shown(confirming)).toContain('goes back to');
		expect(await end(await sendPage(engine, confirming, [SERVICE]))).toMatchObject({
			title: 'Rolled back',
			message: expect.stringMatching(/again, and it is healthy.*Pushes do not deploy/s),
		});
		expect(await live()).toBe(good);
		expect(engine.tables.rows('slipway_services').find(({ service }) => service === SERVICE)).toMatchObject({
			hold: true,
			hold_reason: expect.stringMatching(/by Kim Park .*The checkout is slow/),
		});
		expect(await engine.locks()).toEqual([]);
	});

	it.each([
		['Upstash is away', () => void off('upstash'), /again, and it is healthy/],
		['PagerDuty is away', () => void off('pagerduty'), /again, and it is healthy/],
		['the Data Tables are full', () => void (engine.tables.sizeBytes = MAX_SIZE_BYTES), /It could not be held/],
		['GitHub is away', () => void off('github'), /again, and it is healthy/],
		[
			'all of these',
			() => {
				for (const platform of ['upstash', 'pagerduty', 'github']) off(platform);
				engine.tables.sizeBytes = MAX_SIZE_BYTES;
			},
			/could not be shown to be in the ledger/,
		],
	])('rolls back all the same when %s, and says what was done', async (_name, happen, words) => {
		const run = await begin();
		happen();
		const { title, message } = await rollBack(run);
		expect(await live()).toBe(good);
		expect({ title, message }).toEqual({ title: 'Rolled back', message: expect.stringMatching(words) });
	});
});
