import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../../../shared/operation/operation';
import { attempt } from '../../../shared/waiting/attempt';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { publishedIdOf } from '../../api/types';
import { endAfterFailedUpload } from '../../changes/upload/endAfterFailedUpload';
import { startEmptyDeploy } from '../../changes/upload/startEmptyDeploy';
import { uploadArchive, uploadChangedFiles } from '../../changes/upload/uploadFiles';
import type { FilesPlan } from './filesPlan';
import { returnOrThrow, returnOrThrowStart } from './returnOrThrow';
import { startedJson } from './startedJson';
import { waitForDeployJson } from './waitForDeployJson';

/** For Netlify's comparison of digests, which an upload needs even if nobody waits for the deploy. */
const digestTimeoutMs = 600_000;

/** Makes an empty deploy, sends its files and, unless told otherwise, waits for it. */
export async function sendFiles(context: OperationContext, plan: FilesPlan, cancels: boolean): Promise<IDataObject> {
	const { client, site, kind, digest, timeoutMs } = plan;
	const previous = publishedIdOf(site);
	const started = await attempt(startEmptyDeploy(client, site, kind));
	if (!started.ok) return returnOrThrowStart(context, site, started.error, previous);
	const deployId = started.value;
	const expected = {
		client,
		site,
		deployId,
		expectation: { production: !kind.draft, commit: null, replaces: previous },
	};
	const facts = { previous, digest };
	const sent = await attempt(upload(context, plan, deployId));
	const summary = {
		uploadMethod: plan.upload.method,
		files: plan.files.length,
		sentFiles: sent.ok ? sent.value : 0,
		functions: plan.functions.map(({ name }) => name),
	};
	const ended = sent.ok ? null : await endAfterFailedUpload(expected, sent.error);
	if (ended) return { ...returnOrThrow(context, site, ended, facts), ...summary };
	if (timeoutMs === null) return { ...(await startedJson(context, expected, facts)), ...summary };
	return { ...(await waitForDeployJson(context, expected, { ...facts, timeoutMs, cancels })), ...summary };
}

/** @returns how many files were sent. */
async function upload(context: OperationContext, plan: FilesPlan, deployId: string): Promise<number> {
	const { client, site, files, zip, functions, functionsRuntime, concurrency, timeoutMs } = plan;
	const target = { client, siteId: site.id, deployId };
	if (plan.upload.method === 'zip') return await uploadArchive(target, files, zip);
	return await uploadChangedFiles(target, files, {
		concurrency,
		timeoutMs: timeoutMs ?? digestTimeoutMs,
		functions,
		functionsRuntime,
		cancelSignal: cancelSignalOf(context),
	});
}
