import type { IDataObject } from 'n8n-workflow';

import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import {
	numberParameter,
	switchParameter,
	textParameter,
	waitMsParameter,
} from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { chosenSite } from '../../fields/chosenSite';
import { filesProperties, filesParameter, type FilesToDeploy } from '../../fields/files/filesParameter';
import { endAfterFailedUpload } from '../../changes/upload/endAfterFailedUpload';
import { digestFiles, manifestDigest } from '../../api/files/digests';
import { functionsParameter, functionsProperties } from '../../fields/files/functionsParameter';
import type { DigestedFile } from '../../api/files/siteFile';
import { uploadChangedFiles, uploadZip, type UploadTarget } from '../../changes/upload/uploadFiles';
import { chooseUploadMethod } from '../../changes/upload/uploadMethod';
import { writeZip } from '../../api/files/zipWriter';
import { siteProperty } from '../../fields/locators';
import { cancelsOnTimeout, onTimeoutProperty } from '../../fields/onTimeout';
import { badEndProperty, outcomeJson, planJson } from '../../output/resultJson';
import { refuseIfStopped } from '../../changes/refuseIfStopped';
import { publishedIdOf } from '../../api/sites';
import { startedJson, startFailureJson } from './startedJson';
import { deployingClient } from '../../api/client';
import type { NetlifyDeploy, NetlifyFile, NetlifySite } from '../../api/types';
import { waitedJson } from './waitForDeployJson';
import { attempt } from '../../../shared/waiting/attempt';
import { makeDeployOnce, markedTitle } from '../../changes/makeDeployOnce';

/** For Netlify's comparison of digests, which an upload needs even if nobody waits for the deploy. */
const digestTimeoutMs = 600_000;

export const deployFiles: Operation = {
	value: 'deployFiles',
	name: 'Deploy Files',
	action: 'Deploy files',
	description: 'Deploy the files of an item, of which only what is new to Netlify is sent',
	properties: [
		siteProperty,
		...filesProperties,
		...functionsProperties,
		...waitProperties(1200),
		onTimeoutProperty('cancel', { waitForCompletion: [true] }),
		badEndProperty,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const draft = textParameter(context, 'target') === 'draft';
		const branch = draft ? textParameter(context, 'branch') : '';
		const concurrency = numberParameter(context, 'concurrency', 'Concurrency', {
			minimum: 1,
			maximum: 50,
		});
		const timeoutMs = waitMsParameter(context);
		const functions = await functionsParameter(context);
		const source = await filesParameter(context, functions.map(({ field }) => field));
		const { client, site } = await chosenSite(context, deployingClient(context));
		const files = await digestFiles(source.files);
		const known = await publishedDigests(client, site);
		const upload = chooseUploadMethod(
			textParameter(context, 'uploadMethod'),
			files,
			known,
			functions.length > 0,
		);
		const digest = manifestDigest(files, functions);
		const previous = publishedIdOf(site);
		if (switchParameter(context, 'dryRun')) {
			return planJson(site, {
				action: 'deployFiles',
				draft,
				branch: branch || null,
				digest,
				functions: functions.map(({ name }) => name),
				...upload,
			});
		}
		const cancelSignal = cancelSignalOf(context);
		refuseIfStopped(cancelSignal);
		const created = await attempt(createDeploy(context, client, site, { draft, branch }));
		if (!created.ok) return startFailureJson(context, site, created.error, previous);
		const deployId = created.value;
		const target: UploadTarget = { client, siteId: site.id, deployId };
		const sent = await attempt(
			upload.method === 'zip'
				? sendZip(target, source, files)
				: uploadChangedFiles(target, files, {
						concurrency,
						timeoutMs: timeoutMs ?? digestTimeoutMs,
						functions,
						functionsRuntime: textParameter(context, 'functionsRuntime') || 'js',
						...(cancelSignal && { cancelSignal }),
					}),
		);
		const facts = { previous, digest };
		const expectation = { production: !draft, commit: null, replaces: previous };
		const summary = {
			uploadMethod: upload.method,
			files: files.length,
			sentFiles: sent.ok ? sent.value : 0,
			functions: functions.map(({ name }) => name),
		};
		if (!sent.ok) {
			const ended = await endAfterFailedUpload(client, site, deployId, expectation, sent.error);
			if (ended) return { ...outcomeJson(context, site, ended, facts), ...summary };
		}
		if (timeoutMs === null) return { ...(await startedJson(context, client, site, deployId, facts)), ...summary };
		const wait = { ...facts, timeoutMs, cancels: cancelsOnTimeout(context) };
		return { ...(await waitedJson(context, client, site, deployId, expectation, wait)), ...summary };
	},
};

/** Digests of what the site serves now: read-only, so that a dry run can tell what is new too. */
async function publishedDigests(
	client: PlatformClient,
	site: NetlifySite,
): Promise<ReadonlySet<string>> {
	if (!site.published_deploy) return new Set();
	const files = await client.list<NetlifyFile>({
		method: 'GET',
		path: path`/sites/${site.id}/files`,
	});
	return new Set(files.flatMap(({ sha }) => sha ?? []));
}

/** An empty deploy, which takes its files afterwards: so a lost answer leaves at most an empty one. */
async function createDeploy(
	context: OperationContext,
	client: PlatformClient,
	site: NetlifySite,
	kind: { readonly draft: boolean; readonly branch: string },
): Promise<string> {
	const { title, mark } = markedTitle(textParameter(context, 'title'));
	const body: IDataObject = { draft: kind.draft, ...(kind.branch && { branch: kind.branch }) };
	return await makeDeployOnce(client, site, mark, async () => {
		const created = await client.object<NetlifyDeploy>({
			method: 'POST',
			path: path`/sites/${site.id}/deploys`,
			query: { title },
			body,
			safeToRepeat: false,
		});
		return created.id || null;
	});
}

async function sendZip(
	target: UploadTarget,
	source: FilesToDeploy,
	files: readonly DigestedFile[],
): Promise<number> {
	await uploadZip(target, source.zip ?? (await writeZip(files)));
	return files.length;
}
