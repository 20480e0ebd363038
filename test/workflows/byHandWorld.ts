import type { ServiceName } from '../../tools/deliver/scenario';
import { isRecord, type JsonRecord } from '../../tools/json';
import { MAX_SIZE_BYTES } from '../n8n/engine/dataTables';
import { sendPage } from '../n8n/engine/forms';
import type { EngineRun } from '../n8n/engine/runner';
import { createHandForm, type HandForm } from './handForm';
import { createReleaseWorld, type ReleaseWorld, WATCH } from './releaseWorld';

/** Two verified releases of the same services, and the form of 05 before them. */
export interface ByHandWorld extends HandForm {
	readonly release: ReleaseWorld;
	/** The commit of the first release, and of the second, which is live. */
	readonly good: string;
	readonly newest: string;
	/** Makes both anew, in a world without anything else. */
	renew(): Promise<void>;
	/** Each of the services, with that commit. */
	all(commit: string): Record<string, string>;
	/** What each of the services serves. */
	commits(): Promise<Record<string, string>>;
	/** Sends a page. */
	send(run: EngineRun, answers: readonly unknown[]): Promise<EngineRun>;
	/** The form at the page that asks to confirm the roll back of that service to the first release. */
	upToConfirmation(service: ServiceName): Promise<EngineRun>;
	/** The same of the whole second release. */
	releaseUpToConfirmation(): Promise<EngineRun>;
	/** Seconds until a deployment of that commit is under way on the service's platform. */
	untilRunning(service: ServiceName, commit: string): Promise<void>;
	/** From now on that platform answers 503. */
	turnOff(platform: string): void;
	/** From now on the Data Tables take nothing. */
	fillTables(): void;
	catalogRow(service: ServiceName): JsonRecord | undefined;
	rollbacks(): JsonRecord[];
	/** What could have changed something on a platform since that request: all that is no read. */
	writesSince(request: number): string[];
	lastRequest(): number;
	close(): Promise<void>;
}

/** `nameOf` a service, as the form offers it. */
export const nameOf = (service: string): string => `${service} / production`;

export async function createByHandWorld(services: readonly ServiceName[]): Promise<ByHandWorld> {
	const release = await createReleaseWorld({ platformSpeed: 20, services });
	const { engine } = release;
	const form = createHandForm(() => engine);
	let [good, newest] = ['', ''];
	const isWrite = ({ method, headers, path, body }: ReturnType<typeof engine.sandbox.requests>[number]): boolean => {
		const action = headers['x-amz-target']?.split('.').at(-1) ?? '';
		if (action !== '') return !/^(Describe|List|Get)/.test(action);
		if (path === '/graphql') return !/^\s*query\b/.test(isRecord(body) ? String(body.query) : '');
		return method !== 'GET';
	};
	const deployAll = async (): Promise<string> => {
		const pushed = await release.push({ touches: services });
		await release.calm();
		return pushed;
	};
	const send = async (run: EngineRun, answers: readonly unknown[]): Promise<EngineRun> =>
		await sendPage(engine, run, answers);

	return {
		...form,
		release,
		get good() {
			return good;
		},
		get newest() {
			return newest;
		},
		async renew() {
			await release.renew();
			good = await deployAll();
			newest = await deployAll();
			const commits = Object.entries(await release.commits(services));
			const stale = commits.filter(([, commit]) => commit !== newest);
			if (stale.length > 0) throw new Error(`Not live at the second release: ${stale.join(', ')}`);
		},
		all: (commit) => Object.fromEntries(services.map((service) => [service, commit])),
		commits: async () => await release.commits(services),
		send,
		async upToConfirmation(service) {
			return await form.chooseDeployment(await send(await form.begin(), [nameOf(service)]), good);
		},
		async releaseUpToConfirmation() {
			const run = await form.begin('Roll back a whole release');
			const [first] = await form.choices(run, 'Release');
			return await send(run, [first]);
		},
		async untilRunning(service, commit) {
			const isRunning = (): boolean =>
				release
					.ledger(service)
					.some((row) => row.commit === commit && row.kind === 'deploy' && row.state === 'running');
			for (let second = 0; second < 900 && !isRunning(); second++) {
				if (second % 60 === 0) engine.pollBeside(WATCH);
				await engine.clock.pass(1_000);
			}
			if (!isRunning()) throw new Error(`${service} was not deployed within 15 minutes`);
		},
		turnOff(platform) {
			engine.sandbox.addFault({ platform, kind: 'status', status: 503, times: 'always' });
		},
		fillTables() {
			engine.tables.sizeBytes = MAX_SIZE_BYTES;
		},
		catalogRow: (service) =>
			engine.tables.rows('slipway_services').find((row) => row.service === service && row.environment === 'production'),
		rollbacks: () => release.ledger().filter(({ kind }) => kind === 'rollback'),
		writesSince: (request) =>
			engine.sandbox
				.requests({ since: request })
				.filter(({ platform }) => platform !== 'public' && platform !== 'upstash')
				.filter(isWrite)
				.map(({ platform, method, path }) => `${platform} ${method} ${path}`),
		lastRequest: () => engine.sandbox.requests().at(-1)?.id ?? 0,
		close: release.close,
	};
}
