import { setTimeout as delay } from 'node:timers/promises';

import { isRecord, type JsonRecord, readRecords, readString } from '../json';
import type { SentPage } from '../n8n/signedInForm';
import type { CatalogEditor } from './catalogEditor';
import type { ExecutionLog } from './executions';
import { type Observation, serviceIn } from './observation';
import { createPullRequests } from './pullRequests';
import type { SandboxClient } from './sandboxClient';
import type { Delivery } from './sandboxShapes';
import { type Actor, type Pushed, type PushedChange, serviceFolders } from './scenario';
import type { WorkflowEditor } from './workflowEditor';

const POLL_MS = 400;

/** What the actor needs of the run that follows the scenario. */
export interface Stage {
	readonly sandbox: SandboxClient;
	readonly repository: string;
	readonly executions: ExecutionLog;
	/** Kills n8n and waits until it is back. */
	readonly killN8n: () => Promise<void>;
	readonly openForm: (url: string) => Promise<SentPage>;
	readonly catalog: CatalogEditor;
	readonly workflows: WorkflowEditor;
	readonly stopExecution: (executionId: string) => Promise<void>;
	/** The newest observation. */
	readonly seen: () => Observation;
	/** Whether nothing has moved for a while. */
	readonly isQuiet: () => boolean;
	readonly deadlineMs: number;
	readonly say: (text: string) => void;
}

export async function createActor(stage: Stage): Promise<Actor> {
	const { sandbox, repository, say } = stage;
	const hookIds = await sandbox.hookIds(repository);
	const [hookId] = hookIds;
	if (hookId === undefined) {
		throw new Error(
			`GitHub in the sandbox has no webhook of this n8n for ${repository}. Publish the workflow that begins with the GitHub Deploy Trigger (npm start does), then run this again.`,
		);
	}
	const until = async (what: string, isSo: () => boolean): Promise<void> => {
		while (!isSo()) {
			if (Date.now() > stage.deadlineMs) throw new Error(`At the deadline it was not so: ${what}`);
			await delay(POLL_MS);
		}
	};
	return {
		say,
		control: sandbox.control,
		clearFaults: sandbox.clearFaults,
		pullRequests: createPullRequests({ sandbox, repository, hookIds, say }),
		async push(change) {
			const answer = await sandbox.control('/github/push', { repository, ...pushBody(change) });
			const pushed: Pushed = {
				commit: readString(answer, 'sha') ?? '',
				deliveryId: readString(answer, 'deliveryId') ?? '',
				deliveries: readRecords(answer, 'deliveries')
					.filter((delivery) => hookIds.includes(Number(delivery.hook_id)))
					.map((delivery) => toDelivery(delivery.status_code, delivery.response)),
				payload: isRecord(answer.payload) ? answer.payload : {},
			};
			const what = [...change.touches, ...Object.keys(change.files ?? {})].join(', ') || 'the README';
			say(`GitHub: pushed ${pushed.commit.slice(0, 7)} (${what}) to ${repository}; ${describe(pushed.deliveries)}`);
			return pushed;
		},
		async moveBranchTo(commit) {
			await sandbox.moveBranch(repository, 'main', commit);
			say(`GitHub: somebody forced the branch to ${commit.slice(0, 7)}`);
			return { commit, deliveryId: '', deliveries: [], payload: {} };
		},
		async deliver(payload, signature) {
			const answer = await sandbox.control('/github/deliver', { hookId, event: 'push', payload, signature });
			return toDelivery(answer.statusCode, answer.responseBody);
		},
		async redeliver(deliveryId) {
			const answer = await sandbox.control(`/github/deliveries/${deliveryId}/redeliver`, {});
			return toDelivery(answer.status_code, answer.response);
		},
		async killN8n() {
			say('Somebody: kill -9 of n8n');
			await stage.killN8n();
			say('n8n: runs again');
		},
		async stopExecution(workflowName) {
			const running = stage.executions
				.all()
				.filter((execution) => execution.status === 'running')
				.reverse()
				.find((execution) => stage.executions.nameOf(execution).startsWith(workflowName));
			if (running === undefined) return false;
			await stage.stopExecution(running.id);
			say(`Somebody: stopped execution ${running.id} of "${stage.executions.nameOf(running)}"`);
			return true;
		},
		async rollBackOutside(service) {
			const { target, platform } = serviceIn(stage.seen(), service);
			if (platform !== 'netlify') throw new Error(`${service} is not on Netlify: roll it back there by hand.`);
			const commit = await sandbox.rollBackSite(target);
			say(`Somebody: netlify rollback of ${target}, to ${commit.slice(0, 7)}`);
			await until(`${service} serves another commit`, () => serviceIn(stage.seen(), service).commit === commit);
		},
		async changeRow(service, change) {
			await stage.catalog.change(service, change);
			const columns = Object.entries(change).map(([column, value]) => `${column} is ${JSON.stringify(value)}`);
			say(`Somebody: changed the row of ${service} in the catalog: ${columns.join(', ')}`);
		},
		sandboxOrigin: sandbox.origin,
		async publishWith(workflowName, nodeType, parameters) {
			await stage.workflows.publishWith(workflowName, nodeType, parameters);
			say(`Somebody: filled in "${workflowName}", and published it`);
		},
		async approve(formUrl, reason) {
			const first = await stage.openForm(formUrl);
			const asked = await first.send(new URL(formUrl).searchParams.get('release') ?? '');
			const [choice] = asked.options;
			if (choice === undefined)
				throw new Error(`The form offers nothing to approve. It says "${asked.title}": ${asked.text}`);
			const last = await asked.send('', [choice], reason);
			say(`Somebody: approved ${choice}. The form says "${last.title}": ${last.text}`);
			return last.title;
		},
		look: async () => await Promise.resolve(stage.seen()),
		until: async (what, isSo) => await until(what, () => isSo(stage.seen())),
		async untilNothingHeld() {
			for (;;) {
				const held = (await Promise.all([sandbox.locks(), sandbox.turns()])).flat();
				if (held.length === 0) return;
				if (Date.now() > stage.deadlineMs) throw new Error(`At the deadline these were held: ${held.join(', ')}`);
				await delay(POLL_MS);
			}
		},
		settled: async () => await until('nothing moves any more', stage.isQuiet),
	};
}

function pushBody(change: PushedChange): JsonRecord {
	const { unhealthy } = change;
	const mark = crypto.randomUUID().slice(0, 8);
	const touched = change.touches.map((service): [string, string] => [
		`${serviceFolders[service]}/change.txt`,
		`Change ${mark}\n`,
	]);
	return {
		files: {
			'README.md': `# Candlefish\n\nChange ${mark}\n`,
			...Object.fromEntries(touched),
			...change.files,
			'.sandbox/build-fails': change.buildFails === true ? "Error: Cannot find module './palette'\n" : null,
			'.sandbox/unhealthy':
				unhealthy === undefined ? null : unhealthy === 'all' ? 'The page throws on load.\n' : unhealthy.join('\n'),
		},
		message: change.message ?? `Change ${change.touches.join(', ') || 'the README'} (${mark})`,
		deliver: change.isDelivered !== false,
		...(change.ontoCommit !== undefined && { ontoSha: change.ontoCommit }),
	};
}

function toDelivery(statusCode: unknown, answer: unknown): Delivery {
	return {
		statusCode: Number(statusCode),
		answer: typeof answer === 'string' ? answer : JSON.stringify(answer ?? ''),
	};
}

function describe(deliveries: readonly Delivery[]): string {
	const [first] = deliveries;
	if (!first) return 'no webhook was told';
	return `n8n answered ${deliveries.map(({ statusCode }) => statusCode).join(', ')} ${first.answer.slice(0, 160)}`;
}
