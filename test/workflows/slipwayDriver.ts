import { setTimeout as delay } from 'node:timers/promises';

import axios from 'axios';

import { deliveryHeaders } from '../../sandbox/github/webhooks/signedDelivery';
import { SANDBOX_TOKEN } from '../../sandbox/github/world/accounts';
import { sandboxUpstashToken } from '../../sandbox/upstash';
import { hasEnded } from '../../tools/executionOutcome';
import { isRecord, type JsonRecord, readPath, readRecords, readString } from '../../tools/json';
import { ensureCredentials } from '../../tools/n8n/ensureCredentials';
import { N8nApiError } from '../../nodes/SlipwayBundle/api/types';
import type { RemoteExecution } from '../../tools/n8n/publicApiShapes';
import { sandboxCredentials } from '../../tools/sandboxCredentials';
import { createSandboxClient, type SandboxClient } from '../../tools/deliver/sandboxClient';
import type { TestStack } from '../n8n/realN8n';
import { createSlipwayTables, type SlipwayTables } from './slipwayTables';

export interface Pushed {
	readonly sha: string;
	readonly payload: JsonRecord;
	/** GitHub's id of the delivery, also of one that was not sent. */
	readonly deliveryId: string;
	readonly statusCode: number;
}

export interface DeliveryAnswer {
	readonly statusCode: number;
	readonly body: string;
}

export interface DeployRow {
	readonly id: string;
	readonly siteId: string;
	readonly state: string;
	readonly commit: string;
	readonly publishedAtMs: number;
	readonly createdAtMs: number;
	readonly errorMessage: string;
}

/** What the tests do to a running stack, and how they look at it from outside. */
export interface SlipwayDriver extends SlipwayTables {
	readonly clouds: SandboxClient;
	push(repository: string, change?: JsonRecord): Promise<Pushed>;
	/**
	 * Sends a push with GitHub's signature, waits two minutes for the answer, and sends it again where n8n took nothing
	 * of it. GitHub gives up after ten seconds; who looks for double deploys in a burst wants to know how every
	 * delivery ended.
	 */
	deliverPatiently(payload: JsonRecord, deliveryId: string): Promise<DeliveryAnswer>;
	/** Sends a push as GitHub would, or as somebody who is not GitHub. */
	deliver(
		payload: JsonRecord,
		how?: { deliveryId?: string; signature?: string; secret?: string },
	): Promise<DeliveryAnswer>;
	/** Waits until n8n runs nothing any more. Raises with what still runs at the deadline. */
	settled(timeoutMs?: number): Promise<void>;
	/** Waits until it is so. Raises with `what` at the deadline. */
	until(what: string, isSo: () => Promise<boolean> | boolean, timeoutMs?: number): Promise<void>;
	deploys(siteName: string): DeployRow[];
	publishedDeployId(siteName: string): string;
	incidents(): JsonRecord[];
	redis(...command: string[]): Promise<unknown>;
	locks(): Promise<string[]>;
	/** The turns that a release has. */
	turns(): Promise<string[]>;
	/** Puts the sandbox's credential of that type in place with some fields changed. */
	credential(type: string, change?: JsonRecord): Promise<void>;
	/** Runs of one workflow of the bundle that began after `since`, oldest first, with their data. */
	runs(portableId: string, since: number): Promise<RemoteExecution[]>;
	/** The highest execution id so far. */
	lastExecution(): Promise<number>;
}

const POLL_MS = 300;
const PATIENCE_MS = 120_000;
const WEBHOOK_SECRET = 'sandbox-webhook-secret';

/** Where n8n asked GitHub to deliver to. */
async function webhookUrl({ sandbox }: TestStack, hookId: number): Promise<string> {
	const answer = await axios.get<unknown>(`${sandbox.origin}/github/orgs/candlefish-ai/hooks/${hookId}`, {
		headers: { authorization: `Bearer ${SANDBOX_TOKEN}` },
		proxy: false,
	});
	const url = readPath(answer.data, 'config', 'url');
	if (typeof url !== 'string') throw new Error(`Hook ${hookId} has no address`);
	return url;
}

export async function createSlipwayDriver(stack: TestStack): Promise<SlipwayDriver> {
	const { api, sandbox, n8n } = stack;
	const clouds = createSandboxClient(sandbox.origin, n8n.origin);
	const [hookId] = await clouds.hookIds('candlefish-ai/paintbox');
	if (hookId === undefined) throw new Error('n8n registered no webhook with the sandbox');
	const hookUrl = await webhookUrl(stack, hookId);
	const patient = axios.create({ timeout: PATIENCE_MS, proxy: false, validateStatus: () => true });
	const tables = await createSlipwayTables(stack);
	const workflowIds = new Map((await api.listWorkflows()).map(({ id, name }) => [name, id]));

	const until: SlipwayDriver['until'] = async (what, isSo, timeoutMs = 60_000) => {
		const deadlineMs = Date.now() + timeoutMs;
		while (!(await isSo())) {
			if (Date.now() > deadlineMs) throw new Error(`After ${timeoutMs / 1000} s it was not so: ${what}`);
			await delay(POLL_MS);
		}
	};
	const redis: SlipwayDriver['redis'] = async (...command) => {
		const answer = await axios.post<unknown>(`${sandbox.origin}/upstash`, command, {
			headers: { authorization: `Bearer ${sandboxUpstashToken}` },
			proxy: false,
		});
		return readPath(answer.data, 'result');
	};
	const netlify = (): JsonRecord => {
		const state = sandbox.state().netlify;
		return isRecord(state) ? state : {};
	};
	const site = (name: string): JsonRecord => {
		const found = readRecords(netlify(), 'sites').find((candidate) => candidate.name === name);
		if (!found) throw new Error(`No site ${name}`);
		return found;
	};
	/** A count of 1 or more also stands for an n8n that is too busy to say. */
	const running = async (): Promise<number> => {
		try {
			const lists = await Promise.all(
				['running', 'waiting'].map(async (status) => await api.listExecutions({ status, limit: 250 })),
			);
			return lists.flat().filter((execution) => !hasEnded(execution)).length;
		} catch (error) {
			if (error instanceof N8nApiError && error.status === 503) return 1;
			throw error;
		}
	};

	return {
		clouds,
		async push(repository, change = {}) {
			const answer = await clouds.control('/github/push', { repository, scenario: 'good', ...change });
			const [delivery] = readRecords(answer, 'deliveries').filter((entry) => Number(entry.hook_id) === hookId);
			return {
				sha: readString(answer, 'sha') ?? '',
				payload: isRecord(answer.payload) ? answer.payload : {},
				deliveryId: readString(answer, 'deliveryId') ?? crypto.randomUUID(),
				statusCode: Number(delivery?.status_code ?? 0),
			};
		},
		async deliverPatiently(payload, deliveryId) {
			const body = JSON.stringify(payload);
			const headers = deliveryHeaders({
				event: 'push',
				deliveryId,
				body,
				secret: WEBHOOK_SECRET,
				hookId,
				targetId: 1,
				targetType: 'organization',
				contentType: 'json',
			});
			const deadlineMs = Date.now() + PATIENCE_MS;
			for (;;) {
				const answer = await patient.post<unknown>(hookUrl, body, { headers });
				const text = JSON.stringify(answer.data);
				// n8n's own answer, before any workflow, where so much waits that its look at the database is late.
				const isSwamped = answer.status === 503 && text.includes('Database is not ready');
				if (!isSwamped || Date.now() > deadlineMs) return { statusCode: answer.status, body: text };
				await delay(POLL_MS);
			}
		},
		async deliver(payload, how = {}) {
			const answer = await clouds.control('/github/deliver', { hookId, event: 'push', payload, ...how });
			const body = answer.responseBody;
			return {
				statusCode: Number(answer.statusCode),
				body: typeof body === 'string' ? body : JSON.stringify(body ?? ''),
			};
		},
		async settled(timeoutMs = 120_000) {
			let quiet = 0;
			await until(
				'n8n runs nothing any more',
				async () => {
					quiet = (await running()) === 0 ? quiet + 1 : 0;
					return quiet >= 4;
				},
				timeoutMs,
			);
		},
		until,
		...tables,
		deploys: (siteName) =>
			readRecords(netlify(), 'deploys')
				.filter((deploy) => deploy.site_id === site(siteName).id)
				.map((deploy) => ({
					id: String(deploy.id),
					siteId: String(deploy.site_id),
					state: String(deploy.state),
					commit: readString(deploy, 'commit_ref') ?? '',
					publishedAtMs: Date.parse(readString(deploy, 'published_at') ?? ''),
					createdAtMs: Date.parse(readString(deploy, 'created_at') ?? ''),
					errorMessage: readString(deploy, 'error_message') ?? '',
				})),
		publishedDeployId: (siteName) => String(readPath(site(siteName), 'published_deploy', 'id')),
		incidents() {
			const state = sandbox.state().pagerduty;
			return isRecord(state) ? readRecords(state, 'incidents') : [];
		},
		redis,
		async locks() {
			const keys = await redis('KEYS', 'slipway:lock:*');
			return Array.isArray(keys) ? keys.map(String) : [];
		},
		turns: async () => await clouds.turns(),
		async credential(type, change = {}) {
			const seed = sandboxCredentials(sandbox.origin).find((candidate) => candidate.type === type);
			if (!seed) throw new Error(`The sandbox has no credential of type ${type}`);
			await ensureCredentials(api, [{ ...seed, data: { ...seed.data, ...change } }]);
		},
		async runs(portableId, since) {
			const name = stack.bundle.workflows.find(({ id }) => id === portableId)?.name ?? '';
			const workflowId = workflowIds.get(name);
			if (workflowId === undefined) throw new Error(`No workflow ${portableId} in n8n`);
			const found = (await api.listExecutions({ workflowId, limit: 250 })).filter(({ id }) => Number(id) > since);
			const whole = await Promise.all(found.map(async ({ id }) => await api.getExecution(id)));
			return whole.sort((left, right) => Number(left.id) - Number(right.id));
		},
		async lastExecution() {
			const lists = await Promise.all([
				api.listExecutions({ limit: 1 }),
				api.listExecutions({ status: 'running', limit: 250 }),
			]);
			return Math.max(0, ...lists.flat().map(({ id }) => Number(id)));
		},
	};
}
