import type { PlatformClient } from '../../../shared/http/platformClient';
import { PlatformRequestError } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { clock } from '../../../shared/waiting/clock';
import { LookFailure } from '../../../shared/waiting/pollUntil';
import { readWorkflow, startWorkflow, type WorkflowReference } from '../../api/workflows';
import type { CheckWish } from '../../state/checkWish';
import { workflowEnd } from '../../state/workflowEnd';
import { waitForWorkflow } from '../waitForWorkflow';
import { done, ended, type Stage } from './stage';
import type { DeployWish } from './wish';

/** Runs it pinned to the version, once for each attempt, and waits for its end. */
export async function runCheck(client: PlatformClient, wish: DeployWish): Promise<Stage> {
	const { check, target, buildId, deadlineMs, cancelSignal } = wish;
	if (check === null) return done;
	const workflowId = idOf(wish, check);
	const reference: WorkflowReference = { namespace: target.namespace, workflowId, runId: '' };
	await startOnce(client, reference, wish, check);
	const looked = await attempt(
		waitForWorkflow(client, reference, { timeoutMs: Math.max(0, deadlineMs - clock.now()), cancelSignal }),
	);
	if (!looked.ok) {
		if (!(looked.error instanceof LookFailure)) throw looked.error;
		return ended('rolling', `The check ${check.type} runs on build ${buildId}: ${looked.error.message}`);
	}
	const waited = looked.value;
	const end = workflowEnd(waited.run);
	if (end === 'succeeded') return done;
	const what = `The check ${check.type} (workflow ${workflowId})`;
	if (end === 'pending') return ended('rolling', `${what} still runs on build ${buildId}`);
	return ended(
		'failed',
		`${what} ${waited.words} on build ${buildId}${waited.failure === '' ? '' : `: ${waited.failure}`}. Nothing was changed`,
		`Look at workflow ${workflowId} in Temporal, mend it and deploy again`,
	);
}

function idOf({ target, buildId }: DeployWish, { type, runKey }: CheckWish): string {
	return ['slipway-check', target.deployment, buildId, type, runKey]
		.filter((part) => part !== '')
		.join('-')
		.replace(/[/\s]/g, '_');
}

/** The one that this attempt started before counts, however it ended. */
async function startOnce(
	client: PlatformClient,
	reference: WorkflowReference,
	{ target, buildId, identity }: DeployWish,
	{ type, taskQueue, timeoutMs }: CheckWish,
): Promise<void> {
	if ((await readWorkflow(client, reference)) !== null) return;
	const sent = await attempt(
		startWorkflow(client, reference, {
			workflowType: { name: type },
			taskQueue: { name: taskQueue },
			requestId: reference.workflowId,
			identity,
			workflowIdReusePolicy: 'WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE',
			workflowExecutionTimeout: `${Math.ceil(timeoutMs / 1000)}s`,
			versioningOverride: {
				pinned: {
					behavior: 'PINNED_OVERRIDE_BEHAVIOR_PINNED',
					version: { deploymentName: target.deployment, buildId },
				},
			},
		}),
	);
	// Another run of this attempt was faster.
	const isThere = !sent.ok && sent.error instanceof PlatformRequestError && sent.error.status === 409;
	if (!sent.ok && !isThere) throw sent.error;
}
