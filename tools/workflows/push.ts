import type { PublicApi } from '../n8n/publicApi';
import type { RemoteWorkflow } from '../n8n/publicApiShapes';
import type { Bundle, BundledWorkflow } from './bundle';
import { inDependencyOrder } from './dependencyOrder';
import { ensureDataTables } from './ensureDataTables';
import { findExisting } from './findExisting';
import { openLastPushes } from './lastPush';
import { type ConfirmPublication, confirmByTriggerCount } from './publication';
import { describePushed, type PushedWorkflow, type PushReport, reportOf } from './pushReport';
import { isEdited, notePush, type PushContext, pushWorkflow } from './pushWorkflow';
import { referencedWorkflows } from './rewire';
import { type WiringOptions, wireWorkflow } from './wireWorkflow';

export type { PushReport } from './pushReport';

export interface PushOptions {
	readonly api: PublicApi;
	readonly bundle: Bundle;
	/** Only the workflow of this name, file or portable id (what it calls must be there already). */
	readonly only?: string;
	readonly credentials?: ReadonlyMap<string, string>;
	/** Overwrites what a person edited in n8n since the last push. Choices (choices.ts) stay all the same. */
	readonly force?: boolean;
	/** Publishes also what a person unpublished. */
	readonly publish?: boolean;
	/** How to learn that a published workflow is live; by the public API's trigger count unless told. */
	readonly confirmPublication?: ConfirmPublication;
	readonly onEvent?: (text: string) => void;
}

/**
 * Installs the bundle into an n8n: Data Tables, then workflows as drafts, then their references, then
 * publication with callees first. Safe to repeat: what is there is found and changed only where it differs.
 * A workflow with something missing is saved but not published, and the report says what is missing.
 *
 * What a person chose in that n8n stays: choices (choices.ts), credentials, names, what was unpublished or archived.
 * When a workflow was otherwise edited there since the last push, nothing is changed unless `force` is given: workflows
 * call each other, and half of one version does not work with half of another.
 */
export async function pushBundle(options: PushOptions): Promise<PushReport> {
	const { api, bundle } = options;
	const say = options.onEvent ?? (() => undefined);
	const selected = selectWorkflows(bundle, options.only);
	const lastPushes = await openLastPushes(api);
	const listed = await api.listWorkflows();
	const remotes = new Map<string, RemoteWorkflow>();
	const archived = new Map<string, RemoteWorkflow>();
	for (const workflow of bundle.workflows) {
		const existing = findExisting(workflow, bundle, listed, lastPushes.get(workflow.id)?.workflowId);
		if (existing) (existing.isArchived ? archived : remotes).set(workflow.id, existing);
	}
	const wiring: WiringOptions = {
		bundle,
		remotes,
		dataTables: await api.listDataTables(),
		credentials: await api.listCredentials(),
		chosen: options.credentials ?? new Map<string, string>(),
	};
	const wire = (workflow: BundledWorkflow, dataTables = wiring.dataTables) =>
		wireWorkflow(workflow, lastPushes.get(workflow.id), { ...wiring, dataTables });

	const edited = selected.filter((workflow) => {
		const remote = remotes.get(workflow.id);
		return remote !== undefined && isEdited(remote, wire(workflow).body, lastPushes.get(workflow.id));
	});
	if (edited.length > 0 && options.force !== true) {
		for (const { name } of edited) say(`${name}: ${EDITED}`);
		return reportOf(
			selected,
			selected.map((workflow) => leftAlone(workflow, remotes, edited.includes(workflow))),
			[],
		);
	}

	const tables = await ensureDataTables(api, bundle, say);
	const context: PushContext = {
		api,
		lastPushes,
		confirm: options.confirmPublication ?? confirmByTriggerCount(api),
		publishesAgain: options.publish === true,
		say,
	};
	const created = new Set<string>();
	for (const workflow of selected) {
		if (remotes.has(workflow.id) || archived.has(workflow.id)) continue;
		// Its references may point at workflows that do not exist yet; the next pass puts them right.
		const wired = wire(workflow, tables.all);
		const settings = { ...wired.body.settings };
		delete settings.errorWorkflow;
		const remote = await api.createWorkflow({ ...wired.body, settings });
		remotes.set(workflow.id, remote);
		created.add(workflow.id);
		await notePush(context, workflow, remote, wired, false);
	}

	const portableIds = new Set(bundle.workflows.map((workflow) => workflow.id));
	const pushed: PushedWorkflow[] = [];
	for (const workflow of inDependencyOrder(selected, portableIds)) {
		const remote = remotes.get(workflow.id);
		const absent = referencedWorkflows(workflow.content, portableIds)
			.filter((id) => !remotes.has(id))
			.map((id) => `calls "${nameOf(bundle, id)}", which is not in this n8n: push it too`);
		const result = remote
			? await pushWorkflow(context, {
					workflow,
					remote,
					isCreated: created.has(workflow.id),
					wired: wire(workflow, tables.all),
					absent,
				})
			: archivedThere(workflow, archived.get(workflow.id));
		pushed.push(result);
		say(describePushed(result));
	}
	return reportOf(selected, pushed, tables.changes);
}

const EDITED =
	'was edited in n8n, or installed by an older version, since this installer last put it there. Nothing was changed. Run "pull" first to bring the edits into the files, or push with --force to overwrite them';

/** What is said of a workflow when nothing is pushed because one was edited. */
function leftAlone(
	{ id, name }: BundledWorkflow,
	remotes: ReadonlyMap<string, RemoteWorkflow>,
	isEditedThere: boolean,
): PushedWorkflow {
	return {
		name,
		portableId: id,
		id: remotes.get(id)?.id,
		change: isEditedThere ? 'edited' : 'unchanged',
		publication: 'left',
		problems: isEditedThere ? [EDITED] : [],
		kept: [],
	};
}

/** A person archived it: a new copy would do what that person stopped. */
function archivedThere({ id, name }: BundledWorkflow, remote: RemoteWorkflow | undefined): PushedWorkflow {
	return {
		name,
		portableId: id,
		id: remote?.id,
		change: 'archived',
		publication: 'left',
		problems: ['is archived in this n8n: unarchive it there if it is to go on, or delete it there to get a new one'],
		kept: [],
	};
}

function selectWorkflows(bundle: Bundle, only: string | undefined): readonly BundledWorkflow[] {
	if (only === undefined) return bundle.workflows;
	const selected = bundle.workflows.filter(({ id, name, file }) =>
		[id, name, file, file.replace(/\.json$/, '')].includes(only),
	);
	if (selected.length > 0) return selected;
	const names = bundle.workflows.map((workflow) => `"${workflow.name}"`).join(', ');
	throw new Error(`--only ${only}: the bundle has no such workflow. It has ${names}.`);
}

function nameOf(bundle: Bundle, portableId: string): string {
	return bundle.workflows.find((workflow) => workflow.id === portableId)?.name ?? portableId;
}
