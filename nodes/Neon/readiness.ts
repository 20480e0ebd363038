import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import { switchParameter } from '../shared/fields/parameters';
import type { PlatformClient } from '../shared/http/platformClient';
import { pollUntil, timedOut, type PollAssessment } from '../shared/waiting/pollUntil';
import { branchName, readBranch } from './branches';
import { readConnection, type Connection } from './connectionUri';
import { listBranchEndpoints, readWriteOf } from './endpoints';
import { waitForOperations } from './operations';
import { switchProperty } from './properties';
import { selectOne, sqlAddressIn, type Reply } from './selectOne';
import type { NeonBranch, NeonEndpoint, NeonOperation, NeonProject } from './types';
import type { Wait } from './wait';

export const checkAnswersProperty: INodeProperties = switchProperty(
	'Check That It Answers',
	'checkAnswers',
	true,
	'Whether to also ask the branch SELECT 1, over HTTPS, until it answers; this wakes its compute',
);

/** A branch that was seen to be ready. */
export interface ReadyBranch {
	readonly branch: NeonBranch;
	readonly endpoint: NeonEndpoint | null;
	/** Whether `SELECT 1` was answered; null when it was not asked. */
	readonly answered: boolean | null;
}

interface Reading {
	readonly branch: NeonBranch;
	readonly endpoint: NeonEndpoint | null;
	readonly reply: Reply | null;
}

/**
 * Waits until the operations have ended well, the branch and its compute are ready and, if the node
 * says so, the branch answers a query.
 *
 * @throws OperationFailure when an operation failed, the compute is disabled, or the time is up.
 */
export async function waitUntilReady(
	context: OperationContext,
	client: PlatformClient,
	project: NeonProject,
	branch: NeonBranch,
	operations: readonly NeonOperation[],
	wait: Wait,
): Promise<ReadyBranch> {
	await waitForOperations(client, project.id, operations, wait);
	const checks = switchParameter(context, 'checkAnswers');
	const sqlAddress = checks ? await sqlAddressOf(context, client) : null;
	let connection: Connection | undefined;
	const what = `Neon branch ${branchName(branch)} (${branch.id})`;
	const result = await pollUntil<Reading>({
		what,
		...wait.limits(),
		read: async () => {
			const now = await readBranch(client, project.id, branch.id);
			const endpoint = readWriteOf(await listBranchEndpoints(client, project.id, branch.id));
			const isReady = verdictOnState(now, endpoint).phase === 'succeeded';
			if (!checks || !endpoint || !isReady) return { branch: now, endpoint, reply: null };
			connection ??= await readConnection(client, project, now, firstDatabase);
			const reply = await selectOne(context.functions, connection.uri, sqlAddress);
			return { branch: now, endpoint, reply };
		},
		assess: ({ branch: now, endpoint, reply }) => {
			const verdict = verdictOnState(now, endpoint);
			if (verdict.phase !== 'succeeded' || reply === null || reply.answers) return verdict;
			return { phase: 'pending', seen: `it does not answer SELECT 1 (${reply.reason})` };
		},
	});
	const { branch: now, endpoint, reply } = result.value;
	if (result.outcome === 'succeeded') return { branch: now, endpoint, answered: reply?.answers ?? null };
	if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
	throw new OperationFailure(
		`${what} cannot be used: its compute ${endpoint?.id ?? ''} is disabled`,
		'Enable the compute in Neon, then run this again',
	);
}

const firstDatabase = { database: '', role: '', pooled: false, takeFirst: true };

function verdictOnState(branch: NeonBranch, endpoint: NeonEndpoint | null): PollAssessment {
	const { current_state: state = 'unknown' } = branch;
	// An archived branch wakes up when it is connected to.
	if (state !== 'ready' && state !== 'archived') {
		return { phase: 'pending', seen: `the branch is in state ${state}` };
	}
	if (!endpoint) return { phase: 'succeeded', seen: `${state}, without a compute` };
	if (endpoint.disabled === true) return { phase: 'failed', seen: 'its compute is disabled' };
	const compute = endpoint.current_state ?? 'unknown';
	const isStarting = endpoint.pending_state === 'active';
	// An idle compute starts by itself when somebody connects.
	const isUsable = compute === 'active' || (compute === 'idle' && !isStarting);
	return { phase: isUsable ? 'succeeded' : 'pending', seen: `its compute is in state ${compute}` };
}

async function sqlAddressOf(
	{ functions, itemIndex }: OperationContext,
	client: PlatformClient,
): Promise<string | null> {
	const { sqlUrl } = await functions.getCredentials(client.platform.credentialType, itemIndex);
	return sqlAddressIn(sqlUrl, await client.baseUrl());
}
