import type { IDataObject } from 'n8n-workflow';

import { waitMsParameter } from '../../../shared/fields/parameters';
import type { OperationContext } from '../../../shared/operation/operation';
import { netlifyClientForDeploying } from '../../api/client';
import { digestFiles, manifestDigest } from '../../api/files/digests';
import type { FunctionBundle } from '../../api/files/functionBundle';
import type { DigestedFile } from '../../api/files/siteFile';
import { publishedDigests } from '../../changes/upload/uploadFiles';
import { chooseUploadMethod, type UploadPlan } from '../../changes/upload/uploadMethod';
import { type ChosenSite, chosenSite } from '../../fields/chosenSite';
import { concurrencyField, draftBranchField, targetField, uploadMethodField } from '../../fields/files/filesFields';
import { functionsRuntimeField, readFunctions } from '../../fields/files/functions';
import { type FilesToDeploy, readFiles } from '../../fields/files/readFiles';
import { titleField } from '../../fields/title';
import { planJson } from '../../output/planJson';

/** All that is known before the first write. */
export interface FilesPlan extends ChosenSite {
	readonly kind: { readonly title: string; readonly draft: boolean; readonly branch: string };
	readonly files: readonly DigestedFile[];
	/** The archive itself, where it can be sent as it is. */
	readonly zip: FilesToDeploy['zip'];
	readonly functions: readonly FunctionBundle[];
	readonly functionsRuntime: string;
	readonly upload: UploadPlan;
	readonly concurrency: number;
	/** Null where nobody waits for the deploy. */
	readonly timeoutMs: number | null;
	/** Of all files and functions. */
	readonly digest: string;
}

/** Reads the fields and the files, and compares them with what the site serves. */
export async function planFiles(context: OperationContext): Promise<FilesPlan> {
	const draft = targetField.read(context) === 'draft';
	const kind = { title: titleField.read(context), draft, branch: draft ? draftBranchField.read(context) : '' };
	const concurrency = concurrencyField.read(context);
	const timeoutMs = waitMsParameter(context);
	const functions = await readFunctions(context);
	const source = await readFiles(
		context,
		functions.map(({ field }) => field),
	);
	const { client, site } = await chosenSite(context, netlifyClientForDeploying(context));
	const files = await digestFiles(source.files);
	const known = await publishedDigests(client, site);
	return {
		client,
		site,
		kind,
		files,
		zip: source.zip,
		functions,
		functionsRuntime: functionsRuntimeField.read(context),
		upload: chooseUploadMethod(uploadMethodField.read(context), files, known, functions.length > 0),
		concurrency,
		timeoutMs,
		digest: manifestDigest(files, functions),
	};
}

/** The plan as a dry run's output. */
export function filesPlanJson({ site, kind, digest, functions, upload }: FilesPlan): IDataObject {
	return planJson(site, {
		action: 'deployFiles',
		draft: kind.draft,
		branch: kind.branch || null,
		digest,
		functions: functions.map(({ name }) => name),
		...upload,
	});
}
