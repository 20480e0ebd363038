import axios from 'axios';

import { isRecord, type JsonRecord, readRecords, readString } from '../json';
import type { SandboxClient } from './sandboxClient';
import type { Delivery } from './sandboxShapes';
import { serviceFolders, type ServiceName } from './scenario';

/** A commit on the branch of a pull request. */
export interface PullRequestChange {
	/** Services whose files it changes. */
	readonly touches: readonly ServiceName[];
	/** A table that its migration makes. */
	readonly makesTable?: string;
	/** The SQL of a migration of its own. */
	readonly migration?: string;
}

/** What a pull request is, and what n8n answered to what GitHub delivered of it. */
export interface PullRequest {
	readonly number: number;
	readonly branch: string;
	/** The commit of its head. */
	readonly head: string;
	readonly deliveries: readonly Delivery[];
}

/** What people do with pull requests. */
export interface PullRequests {
	/** Pushes a branch and opens a pull request of it, from a fork if told. */
	open(change: PullRequestChange, options?: { readonly isFork?: boolean }): Promise<PullRequest>;
	/** Another commit on its branch. */
	push(opened: PullRequest, change: PullRequestChange): Promise<PullRequest>;
	close(opened: PullRequest): Promise<PullRequest>;
	/** The tables of the database that an app says it uses; empty when it does not answer. */
	tablesOfApp(url: string): Promise<readonly string[]>;
	/** The tables of a branch at Neon, past its API; empty for a branch that is not there. */
	tablesOfDatabase(branch: string): Promise<readonly string[]>;
}

interface Stage {
	readonly sandbox: SandboxClient;
	readonly repository: string;
	readonly hookIds: readonly number[];
	readonly say: (text: string) => void;
}

const TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename";

export function createPullRequests({ sandbox, repository, hookIds, say }: Stage): PullRequests {
	const toUs = (answer: JsonRecord): Delivery[] =>
		readRecords(answer, 'deliveries')
			.filter((delivery) => hookIds.includes(Number(delivery.hook_id)))
			.map((delivery) => ({
				statusCode: Number(delivery.status_code),
				answer: typeof delivery.response === 'string' ? delivery.response : JSON.stringify(delivery.response ?? ''),
			}));
	const control = async (body: JsonRecord): Promise<JsonRecord> =>
		await sandbox.control('/github/pull-requests', { repository, ...body });
	const pushTo = async (branch: string, change: PullRequestChange, isDelivered: boolean): Promise<string> => {
		const mark = crypto.randomUUID().slice(0, 8);
		const { makesTable, migration } = change;
		const answer = await sandbox.control('/github/push', {
			repository,
			branch,
			files: {
				...Object.fromEntries(
					change.touches.map((service) => [`${serviceFolders[service]}/change.txt`, `Change ${mark}\n`]),
				),
				...(makesTable !== undefined && {
					[`.sandbox/migrations/${makesTable}.sql`]: `CREATE TABLE ${makesTable} (id serial PRIMARY KEY);\n`,
				}),
				...(migration !== undefined && { [`.sandbox/migrations/${mark}.sql`]: migration }),
			},
			message: `Change ${change.touches.join(', ')} (${mark})`,
			deliver: isDelivered,
		});
		return readString(answer, 'sha') ?? '';
	};
	return {
		async open(change, { isFork = false } = {}) {
			const branch = `feature/oils-${crypto.randomUUID().slice(0, 6)}`;
			// Of a push to a fork the repository hears nothing.
			const head = await pushTo(branch, change, !isFork);
			const answer = await control({ branch, title: 'Mix oil colors', ...(isFork && { fork: true }) });
			const number = Number(answer.number);
			const deliveries = toUs(answer);
			say(
				`GitHub: ${isFork ? 'somebody with a fork' : 'somebody'} opened #${number} of ${branch} at ${head.slice(0, 7)}; n8n answered ${deliveries.map(({ statusCode }) => statusCode).join(', ') || 'nothing'}`,
			);
			return { number, branch, head, deliveries };
		},
		async push(opened, change) {
			const head = await pushTo(opened.branch, change, true);
			say(`GitHub: pushed ${head.slice(0, 7)} to the branch of #${opened.number}`);
			return { ...opened, head };
		},
		async close(opened) {
			const deliveries = toUs(await control({ number: opened.number, action: 'closed' }));
			say(
				`GitHub: somebody closed #${opened.number}; n8n answered ${deliveries.map(({ statusCode }) => statusCode).join(', ') || 'nothing'}`,
			);
			return { ...opened, deliveries: [...opened.deliveries, ...deliveries] };
		},
		async tablesOfApp(url) {
			const answer = await axios.get<unknown>(`${url}/tables`, { validateStatus: () => true, proxy: false });
			const tables = isRecord(answer.data) ? answer.data.tables : undefined;
			return answer.status === 200 && Array.isArray(tables) ? tables.map(String) : [];
		},
		async tablesOfDatabase(branch) {
			const found = (await sandbox.state('neon', 'branches')).find(({ name }) => name === branch);
			if (!found) return [];
			const answer = await sandbox.control(`/neon/branches/${String(found.id)}/sql`, { sql: TABLES });
			return readRecords(answer, 'rows').map(({ tablename }) => String(tablename));
		},
	};
}
