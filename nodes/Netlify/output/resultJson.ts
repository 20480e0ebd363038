import type { IDataObject, JsonObject } from 'n8n-workflow';

import type { DeploymentState } from '../../deployment/state/deploymentState';
import { OperationFailure } from '../../shared/operation/errors';
import { EndUnknown } from '../../shared/waiting/endUnknown';
import { type NetlifyDeploy, type NetlifySite, siteName } from '../api/types';
import { shortCommit } from '../state/commit';
import type { DeployResult } from '../state/deployResult';
import { type DeployFacts, deploymentJson, deploymentOf } from './deploymentJson';

/** What an operation knows of a deploy before it waits for it. */
export type KnownFacts = Pick<DeployFacts, 'previous' | 'digest'>;

/** How a deploy ended, as an item's JSON. */
export function resultJson(site: NetlifySite, result: DeployResult, known: KnownFacts, raw: boolean): IDataObject {
	const { deploy, published, verified, state } = result;
	const { reason } = wordsOf(site, result);
	return { ...deploymentJson(deploy, { ...known, published, state, reason }, { verified, raw }), ...logJson(result) };
}

/** How a deploy ended that is not what was asked for, as an error. */
export function failureOf(site: NetlifySite, result: DeployResult, known: KnownFacts): OperationFailure {
	const { deploy, published, state, log } = result;
	const { reason, advice } = wordsOf(site, result);
	const details = {
		release: { ...deploymentOf(deploy, { ...known, published, state, reason }), artifact: null, verified: false },
		...logJson(result),
	};
	const lines = log?.lines ?? [];
	const tail = lines.length === 0 ? '' : `\n\nThe end of its log:\n${lines.join('\n')}`;
	return (
		endUnknownOf(site, result, details) ??
		new OperationFailure(
			`Netlify deploy ${deploy.id} of site ${siteName(site)}${detailOf(deploy)} ${endings[state] ?? `is still ${state}`}: ${reason}`,
			`${advice}${tail}`,
			details,
		)
	);
}

const endings: { readonly [state in DeploymentState]?: string } = {
	failed: 'failed',
	cancelled: 'was cancelled',
	superseded: 'was superseded',
	rolledBack: 'was rolled back',
	ready: 'is not live',
};

/** Why a deploy is not what was asked for, and what to do. */
export function wordsOf(site: NetlifySite, result: DeployResult): Pick<DeployResult, 'reason' | 'advice'> {
	const unknown = endUnknownOf(site, result);
	return unknown ? { reason: unknown.message, advice: unknown.advice } : result;
}

function endUnknownOf(
	site: NetlifySite,
	{ deploy, published, unseen }: DeployResult,
	details: JsonObject = {},
): EndUnknown | undefined {
	const isServed = published?.id === deploy.id;
	const what = isServed
		? `deploy ${deploy.id}, which site ${siteName(site)} serves,`
		: `deploy ${deploy.id} of site ${siteName(site)}`;
	return unseen && new EndUnknown(what, unseen.cause, unseen.cancelResult, details);
}

function logJson({ log }: DeployResult): JsonObject {
	return log ? { logTail: [...log.lines], logNote: log.note } : {};
}

function detailOf({ branch, commit_ref: commit }: NetlifyDeploy): string {
	const details = [branch ? `branch ${branch}` : '', commit ? `commit ${shortCommit(commit)}` : ''];
	const text = details.filter(Boolean).join(', ');
	return text === '' ? '' : ` (${text})`;
}
