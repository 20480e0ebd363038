import type { JsonRecord } from '../../tools/json';
import { createEngine, type Engine } from '../n8n/engine/engine';
import { sendPage } from '../n8n/engine/forms';
import type { EngineRun } from '../n8n/engine/runner';
import { createHandForm, type HandForm, type LastPage } from './handForm';

export const CROWN = 'candlefish-ai/crown-trophy';
export const SERVICE = 'crown-trophy';
/** The service as the form offers it. */
export const NAME = `${SERVICE} / production`;

/** The form of 05 for one service on Netlify that was deployed twice. */
export interface CrownByHand extends HandForm {
	readonly engine: Engine;
	/** The commit of the first deployment, which is verified and not live. */
	readonly good: string;
	/** Deploys it twice, in a world without anything else. */
	renew(): Promise<void>;
	/** One more good deployment, which the next one replaces. */
	deployTwice(message: string): Promise<void>;
	/** From the first page to the one that asks to confirm, by way of the page that offers `good`. */
	upToConfirmation(run: EngineRun): Promise<EngineRun>;
	/** From the first page to the last. */
	rollBack(run: EngineRun): Promise<LastPage>;
	/** The commit that is live. */
	live(): Promise<string>;
	/** Its row of the catalog. */
	row(): JsonRecord | undefined;
	/** From now on that platform answers 503. */
	turnOff(platform: string): void;
	/** Counts what is restored at Netlify from now on. */
	countRestores(): { readonly count: number };
}

export async function createCrownByHand(): Promise<CrownByHand> {
	const engine = await createEngine();
	const form = createHandForm(() => engine);
	let good = '';
	const deployTwice = async (change: JsonRecord = {}): Promise<void> => {
		good = (await engine.push(CROWN, change)).sha;
		await engine.push(CROWN);
	};
	const upToConfirmation = async (run: EngineRun): Promise<EngineRun> =>
		await form.chooseDeployment(await sendPage(engine, run, [NAME]), good);

	return {
		...form,
		engine,
		get good() {
			return good;
		},
		async renew() {
			await engine.reset();
			await deployTwice();
		},
		deployTwice: async (message) => await deployTwice({ message }),
		upToConfirmation,
		rollBack: async (run) => await form.end(await sendPage(engine, await upToConfirmation(run), [SERVICE])),
		live: async () => (await engine.live(CROWN)).commit,
		row: () => engine.tables.rows('slipway_services').find(({ service }) => service === SERVICE),
		turnOff(platform) {
			engine.sandbox.addFault({ platform, kind: 'status', status: 503, times: 'always' });
		},
		countRestores() {
			const seen = { count: 0 };
			engine.sandbox.onExchange(({ path, method }) => {
				if (method === 'POST' && path.endsWith('/restore')) seen.count++;
			});
			return seen;
		},
	};
}
