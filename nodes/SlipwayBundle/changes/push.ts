import type { N8nApi } from '../api/n8nApi';
import type { RemoteCredential, RemoteWorkflow, WorkflowBody } from '../api/types';
import type { Advice } from '../state/advice';
import type { Bundle, BundledWorkflow } from '../state/bundle';
import { inDependencyOrder } from '../state/dependencyOrder';
import { fileFingerprint, type LastPush } from '../state/lastPush';
import {
	type CredentialReport,
	describePushed,
	type PushedWorkflow,
	type PushReport,
	reportOf,
} from '../state/pushReport';
import { referencedWorkflows } from '../state/rewire';
import { triggersToFillIn } from '../state/standIn';
import { withWebhookIdsOf } from '../state/webhookIds';
import { type WiringOptions, wireWorkflow } from '../state/wireWorkflow';
import type { ConfirmPublication } from './confirmPublication';
import { ensureDataTables } from './ensureDataTables';
import { ensurePlaceholders } from './ensurePlaceholders';
import { ensureUnused } from './ensureUnused';
import { findAll } from './findAll';
import { type LastPushes, openLastPushes } from './lastPushes';
import { isEdited, notePush, type PushContext, pushWorkflow } from './pushWorkflow';

export interface PushOptions {
	readonly api: N8nApi;
	readonly bundle: Bundle;
	/** Only the workflow of this name, file or portable id (what it calls must be there already). */
	readonly only?: string;
	readonly credentials?: ReadonlyMap<string, string>;
	/** Roles that are not used: an empty credential stands in for each that is not there. */
	readonly unused?: readonly string[];
	/** Whether each role without a credential gets one with nothing in it, for a person to fill in. */
	readonly placeholders?: boolean;
	/**
	 * What becomes of workflows that a person edited since the last push: `stop` changes nothing anywhere, `keep` leaves
	 * these as they are, `overwrite` puts the bundle's in their place. Choices (choices.ts) stay all the same.
	 */
	readonly edited: 'stop' | 'keep' | 'overwrite';
	readonly advice: Advice;
	/** Publishes also what a person unpublished. */
	readonly publish?: boolean;
	/** How to learn that a published workflow is live. */
	readonly confirmPublication: ConfirmPublication;
	readonly onEvent?: (text: string) => void;
}

/**
 * Installs the bundle into an n8n: Data Tables, then workflows as drafts, then their references, then
 * publication with callees first. Safe to repeat: what is there is found and changed only where it differs.
 * A workflow with something missing is saved but not published, and the report says what is missing.
 *
 * What a person chose in that n8n stays: choices (choices.ts), credentials, names, what was unpublished or archived.
 * What becomes of workflows that were otherwise edited there since the last push, `edited` says: workflows call each
 * other, and half of one version may not work with half of another.
 */
export async function pushBundle(options: PushOptions): Promise<PushReport> {
	const { api, bundle } = options;
	const say = options.onEvent ?? (() => undefined);
	const selected = selectWorkflows(bundle, options.only);
	const lastPushes = await openLastPushes(api);
	const { remotes, archived } = findAll(bundle, await api.listWorkflows(), lastPushes);
	const wiring: WiringOptions = {
		bundle,
		remotes,
		dataTables: await api.listDataTables(),
		credentials: await ensureUnused(api, bundle, options.unused ?? [], say),
		chosen: options.credentials ?? new Map<string, string>(),
		advice: options.advice,
	};
	const drafts = selected.filter((workflow) => isUnnotedDraft(workflow, wiring, lastPushes)).map(({ id }) => id);
	const edited = new Set(selected.filter((workflow) => isEditedThere(workflow, wiring, lastPushes)));
	if (edited.size > 0 && options.edited === 'stop') {
		for (const { name } of edited) say(`${name}: ${stopped(options.advice)}`);
		return reportOf(
			selected,
			selected.map((workflow) => leftAlone(workflow, remotes, edited.has(workflow), options.advice)),
			[],
		);
	}
	const kept = options.edited === 'keep' ? edited : new Set<BundledWorkflow>();

	const tables = await ensureDataTables(api, bundle, say);
	const credentials = await credentialsFor(options, lastPushes, wiring.credentials);
	const wire = (workflow: BundledWorkflow) =>
		wireWorkflow(workflow, lastPushes.get(workflow.id), {
			...wiring,
			dataTables: tables.all,
			credentials: credentials.all,
		});
	const context: PushContext = {
		api,
		lastPushes,
		confirm: options.confirmPublication,
		publishesAgain: options.publish === true,
		advice: options.advice,
		say,
	};
	const portableIds = new Set(bundle.workflows.map((workflow) => workflow.id));
	const ordered = inDependencyOrder(selected, portableIds);
	const created = new Set(drafts);
	for (const workflow of ordered) {
		if (remotes.has(workflow.id) || archived.has(workflow.id)) continue;
		// In a circle its references may point at workflows that do not exist yet; the next pass puts them right.
		const wired = wire(workflow);
		const remote = await api.createWorkflow(firstDraft(wired.body, remotes));
		remotes.set(workflow.id, remote);
		created.add(workflow.id);
		await notePush(context, workflow, remote, wired, false);
	}

	const pushed: PushedWorkflow[] = [];
	for (const workflow of ordered) {
		const remote = remotes.get(workflow.id);
		const absent = referencedWorkflows(workflow.content, portableIds)
			.filter((id) => !remotes.has(id))
			.map((id) => `calls "${nameOf(bundle, id)}", which is not in this n8n: push it too`);
		const wired = wire(workflow);
		const problems = [...absent, ...triggersToFillIn(wired.body.nodes, credentials.report)];
		const result = kept.has(workflow)
			? keptAsEdited(workflow, remote, lastPushes.get(workflow.id))
			: remote
				? await pushWorkflow(context, { workflow, remote, isCreated: created.has(workflow.id), wired, problems })
				: archivedThere(workflow, archived.get(workflow.id));
		pushed.push(result);
		say(describePushed(result));
	}
	return reportOf(selected, pushed, tables.changes, credentials.report);
}

/** All credentials there are, with placeholders for what is missing where these were asked for. */
async function credentialsFor(
	{ api, bundle, placeholders, advice }: PushOptions,
	lastPushes: LastPushes,
	there: readonly RemoteCredential[],
): Promise<{ readonly all: readonly RemoteCredential[]; readonly report: readonly CredentialReport[] }> {
	return placeholders === true ? await ensurePlaceholders(api, bundle, lastPushes, advice) : { all: there, report: [] };
}

function isEditedThere(workflow: BundledWorkflow, wiring: WiringOptions, lastPushes: LastPushes): boolean {
	const remote = wiring.remotes.get(workflow.id);
	const lastPush = lastPushes.get(workflow.id);
	return (
		remote !== undefined &&
		isEdited(remote, wireWorkflow(workflow, lastPush, wiring).body, lastPush) &&
		!isUnnotedDraft(workflow, wiring, lastPushes)
	);
}

/** A first draft of which no note was taken, since the answer to it was lost: nobody has touched it. */
function isUnnotedDraft(workflow: BundledWorkflow, wiring: WiringOptions, lastPushes: LastPushes): boolean {
	const remote = wiring.remotes.get(workflow.id);
	if (remote === undefined || remote.active || lastPushes.get(workflow.id) !== undefined) return false;
	if (remote.raw.createdAt !== remote.raw.updatedAt) return false;
	const others = new Map([...wiring.remotes].filter(([id]) => id !== workflow.id));
	const draft = firstDraft(wireWorkflow(workflow, undefined, { ...wiring, remotes: others }).body, others);
	return !isEdited(remote, { ...draft, nodes: withWebhookIdsOf(remote.nodes, draft.nodes) }, undefined);
}

/** Without an error workflow that is not there yet. */
function firstDraft(body: WorkflowBody, remotes: ReadonlyMap<string, RemoteWorkflow>): WorkflowBody {
	const settings = { ...body.settings };
	if (![...remotes.values()].some(({ id }) => id === settings.errorWorkflow)) delete settings.errorWorkflow;
	return { ...body, settings };
}

function stopped({ edited }: Advice): string {
	return `was edited in n8n, or installed by an older version, since this installer last put it there. Nothing was changed. ${edited}`;
}

/** What is said of a workflow when nothing is pushed because one was edited. */
function leftAlone(
	{ id, name }: BundledWorkflow,
	remotes: ReadonlyMap<string, RemoteWorkflow>,
	isEditedThere: boolean,
	advice: Advice,
): PushedWorkflow {
	return {
		name,
		portableId: id,
		id: remotes.get(id)?.id,
		change: isEditedThere ? 'edited' : 'unchanged',
		publication: 'left',
		problems: isEditedThere ? [stopped(advice)] : [],
		kept: [],
	};
}

/** A person's edit stays. That it keeps a change of the bundle's away, too, is a problem. */
function keptAsEdited(
	{ id, name, content }: BundledWorkflow,
	remote: RemoteWorkflow | undefined,
	lastPush: LastPush | undefined,
): PushedWorkflow {
	const isCurrent = lastPush?.file === fileFingerprint(content);
	return {
		name,
		portableId: id,
		id: remote?.id,
		change: 'edited',
		publication: 'left',
		problems: isCurrent
			? []
			: [
					lastPush === undefined
						? 'was there before, and this installer did not put it there: left as it is'
						: 'was edited there, and this version of the bundle changes it as well: your edit stays, the change of the bundle is missing',
				],
		kept: ['what was edited in it'],
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
