import type { ServiceName } from '../../tools/deliver/scenario';
import { isRecord, type JsonRecord, readRecords, readString } from '../../tools/json';
import { beginForm, openPage, sendPage } from '../n8n/engine/forms';
import type { EngineRun } from '../n8n/engine/runner';
import { MONOREPO, type ReleaseWorld } from './releaseWorld';

export const WORKERS: ServiceName = 'nanda-workers';
/** What the form of approvals is opened with for the workers. */
export const KEY = `${MONOREPO}@main/${WORKERS}/production`;

/** The last page of a form. */
export interface LastPage {
	readonly title: string;
	readonly message: string;
}

/** A release that somebody has to approve, and the form in which they do. */
export interface ApprovalDriver {
	/** Changes the workers' row of the catalog. */
	setRow(change: JsonRecord): void;
	approvals(): JsonRecord[];
	/** The commit of the workers that is live. */
	live(): Promise<string>;
	/** The newest status of the workers at that commit. */
	status(commit: string): JsonRecord | undefined;
	/** A change of the workers, followed until nothing moves. */
	push(): Promise<string>;
	/** The same by that author, such as `Kim Park <kim@candlefish.ai>`. */
	pushBy(author: string): Promise<string>;
	/** Somebody asks for a look at the branch, and all that follows from it, to its end. */
	lookAgain(): Promise<void>;
	/** The form, as kim@candlefish.ai, to the page that shows what waits. */
	open(release?: string): Promise<EngineRun>;
	/** Sends that page with its first choice. */
	approve(run: EngineRun, reason?: string): Promise<LastPage>;
	end(run: EngineRun): Promise<LastPage>;
}

export function createApprovalDriver(world: ReleaseWorld): ApprovalDriver {
	const end = async (run: EngineRun): Promise<LastPage> => {
		const { data, template } = await openPage(world.engine, run);
		expect(template).toBe('form-trigger-completion');
		return { title: String(data.title), message: String(data.message) };
	};
	return {
		setRow: (change) =>
			world.engine.tables.change(
				'slipway_services',
				(row) => row.service === WORKERS && row.environment === 'production',
				change,
			),
		approvals: () => world.engine.tables.rows('slipway_approvals'),
		live: async () => (await world.state(WORKERS)).commit,
		status(commit) {
			const { github } = world.engine.sandbox.state();
			const repository = readRecords(isRecord(github) ? github : {}, 'repositories').find(
				(entry) => readString(entry, 'full_name') === MONOREPO,
			);
			return readRecords(repository ?? {}, 'commit_statuses')
				.filter((entry) => entry.sha === commit && entry.context === `slipway/${WORKERS}/production`)
				.at(-1);
		},
		async push() {
			const commit = await world.push({ touches: [WORKERS] });
			await world.calm();
			return commit;
		},
		async pushBy(author) {
			const answer = await world.engine.clouds.control('/github/push', {
				repository: MONOREPO,
				files: { 'services/nanda-workers/by.txt': `${author} ${world.engine.runner.runs.length}\n` },
				message: 'A change of the workers',
				author,
			});
			await world.calm();
			return readString(answer, 'sha') ?? '';
		},
		async lookAgain() {
			const ask = {
				kind: 'release',
				repository: MONOREPO,
				repositoryId: '',
				branch: 'main',
				turnName: `${MONOREPO}@main`,
				why: 'watch',
				wish: false,
				services: [],
				actor: 'GitHub Watch',
				deliveryId: '',
			};
			await world.engine.start('slipway02release', ask, 'integrated');
			await world.calm();
		},
		open: async (release = KEY) => await beginForm(world.engine, 'slipway12approve', { release }),
		async approve(run, reason = '') {
			const { fields } = await openPage(world.engine, run);
			const [choice = ''] = fields.get('Approve') ?? [];
			return await end(await sendPage(world.engine, run, ['', JSON.stringify([choice]), reason]));
		},
		end,
	};
}
