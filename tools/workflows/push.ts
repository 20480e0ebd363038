import { isRecord, type JsonRecord, readRecords } from '../json';
import type { PublicApi } from '../n8n/publicApi';
import { N8nApiError, type RemoteDataTable, type RemoteWorkflow, type WorkflowBody } from '../n8n/publicApiShapes';
import type { Bundle, BundledWorkflow } from './bundle';
import { canonicalText, portableSettings } from './canonical';
import { findExisting } from './findExisting';
import { instanceIds } from './instanceIds';
import { type ConfirmPublication, confirmByTriggerCount } from './publication';
import { referencedWorkflows, toInstance } from './rewire';

export interface PushedWorkflow {
	readonly name: string;
	readonly portableId: string;
	readonly id: string;
	readonly change: 'created' | 'updated' | 'unchanged';
	/** `kept` when the latest version was published already, `none` when the manifest wants none. */
	readonly publication: 'published' | 'kept' | 'none' | 'blocked';
	/** Why it could not be wired or published, in words. */
	readonly problems: readonly string[];
}

export interface PushReport {
	readonly workflows: readonly PushedWorkflow[];
	readonly dataTables: ReadonlyArray<{ readonly name: string; readonly change: string }>;
	/** True only when everything is wired, and published where it should be. */
	readonly isComplete: boolean;
}

export interface PushOptions {
	readonly api: PublicApi;
	readonly bundle: Bundle;
	/** Only the workflow of this name, file or portable id (what it calls must be there already). */
	readonly only?: string;
	readonly credentials?: ReadonlyMap<string, string>;
	/** How to learn that a published workflow is live; by the public API's trigger count unless told. */
	readonly confirmPublication?: ConfirmPublication;
	readonly onEvent?: (text: string) => void;
}

/**
 * Installs the bundle into an n8n: Data Tables, then workflows as drafts, then their references, then
 * publication with callees first. Safe to repeat: what is there is found and changed only where it differs.
 * A workflow with something missing is saved but not published, and the report says what is missing.
 */
export async function pushBundle(options: PushOptions): Promise<PushReport> {
	const { api, bundle } = options;
	const say = options.onEvent ?? (() => undefined);
	const confirm = options.confirmPublication ?? confirmByTriggerCount(api);
	const selected = selectWorkflows(bundle, options.only);
	const listed = await api.listWorkflows();
	const remotes = new Map<string, RemoteWorkflow>();
	for (const workflow of bundle.workflows) {
		const existing = findExisting(workflow, bundle, listed);
		if (!existing) continue;
		remotes.set(workflow.id, existing.remote);
		if (existing.wasRenamed) say(`"${workflow.name}" is called "${existing.remote.name}" there: named back`);
	}
	const tables = await ensureDataTables(api, bundle, say);
	const credentials = await api.listCredentials();
	const wire = (workflow: BundledWorkflow) => {
		const rewired = toInstance(
			workflow.content,
			portableSettings(workflow.content.settings),
			instanceIds({
				bundle,
				remotes,
				dataTables: tables.all,
				credentials,
				chosen: options.credentials ?? new Map<string, string>(),
				current: remotes.get(workflow.id),
			}),
		);
		const nodeGroups = readRecords(workflow.content, 'nodeGroups');
		const body: WorkflowBody = {
			name: workflow.name,
			nodes: rewired.nodes,
			connections: isRecord(workflow.content.connections) ? workflow.content.connections : {},
			settings: rewired.settings,
			...(nodeGroups.length > 0 ? { nodeGroups } : {}),
		};
		return { body, missing: rewired.missing };
	};

	const created = new Set<string>();
	for (const workflow of selected) {
		if (remotes.has(workflow.id)) continue;
		// Its references may point at workflows that do not exist yet; the next pass puts them right.
		const { body } = wire(workflow);
		const settings = { ...body.settings };
		delete settings.errorWorkflow;
		remotes.set(workflow.id, await api.createWorkflow({ ...body, settings }));
		created.add(workflow.id);
	}

	const portableIds = new Set(bundle.workflows.map((workflow) => workflow.id));
	const pushed = new Map<string, PushedWorkflow>();
	for (const workflow of inDependencyOrder(selected, portableIds)) {
		const remote = remotes.get(workflow.id);
		if (!remote) throw new Error(`"${workflow.name}" was not created.`);
		const { body, missing } = wire(workflow);
		const absent = referencedWorkflows(workflow.content, portableIds)
			.filter((id) => !remotes.has(id))
			.map((id) => `calls "${nameOf(bundle, id)}", which is not in this n8n: push it too`);
		let latest = remote;
		let change: PushedWorkflow['change'] = created.has(workflow.id) ? 'created' : 'unchanged';
		if (!isSame(remote, body)) {
			latest = await api.updateWorkflow(remote.id, body);
			if (change === 'unchanged') change = 'updated';
		}
		const problems = [...missing, ...absent];
		const publication = await publish(api, confirm, workflow, latest, problems);
		const result: PushedWorkflow = {
			name: workflow.name,
			portableId: workflow.id,
			id: remote.id,
			change,
			publication,
			problems,
		};
		pushed.set(workflow.id, result);
		say(describe(result));
	}
	const workflows = selected.flatMap((workflow) => pushed.get(workflow.id) ?? []);
	return {
		workflows,
		dataTables: tables.changes,
		isComplete: workflows.every((workflow) => workflow.problems.length === 0),
	};
}

async function publish(
	api: PublicApi,
	confirm: ConfirmPublication,
	workflow: BundledWorkflow,
	latest: RemoteWorkflow,
	problems: string[],
): Promise<PushedWorkflow['publication']> {
	if (!workflow.publish) return 'none';
	if (problems.length > 0) return 'blocked';
	if (latest.active && latest.activeVersionId !== undefined && latest.activeVersionId === latest.versionId) {
		return 'kept';
	}
	try {
		await api.publishWorkflow(latest.id);
		const problem = await confirm(latest.id);
		if (problem === undefined) return 'published';
		problems.push(problem);
		return 'blocked';
	} catch (error) {
		// A refusal concerns this workflow alone and belongs in the report; no answer concerns all.
		if (!(error instanceof N8nApiError) || error.status === undefined || error.status === 401) throw error;
		problems.push(`not published: ${error.message}`);
		return 'blocked';
	}
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

/** Callees and error workflows first; among equals the manifest's order. A cycle keeps that order. */
function inDependencyOrder(
	workflows: readonly BundledWorkflow[],
	portableIds: ReadonlySet<string>,
): BundledWorkflow[] {
	const ordered: BundledWorkflow[] = [];
	const visited = new Set<string>();
	const visit = (workflow: BundledWorkflow): void => {
		if (visited.has(workflow.id)) return;
		visited.add(workflow.id);
		for (const id of referencedWorkflows(workflow.content, portableIds)) {
			const callee = workflows.find((candidate) => candidate.id === id);
			if (callee) visit(callee);
		}
		ordered.push(workflow);
	};
	for (const workflow of workflows) visit(workflow);
	return ordered;
}

async function ensureDataTables(
	api: PublicApi,
	bundle: Bundle,
	say: (text: string) => void,
): Promise<{ all: RemoteDataTable[]; changes: Array<{ name: string; change: string }> }> {
	if (bundle.dataTables.size === 0) return { all: [], changes: [] };
	const all = await api.listDataTables();
	const changes: Array<{ name: string; change: string }> = [];
	for (const [name, columns] of bundle.dataTables) {
		const existing = all.find((table) => table.name === name);
		if (!existing) {
			if (columns.length === 0) continue;
			all.push(await api.createDataTable({ name, columns }));
			changes.push({ name, change: 'created' });
			say(`Data Table ${name}: created`);
			continue;
		}
		for (const column of columns) {
			const there = existing.columns.find((candidate) => candidate.name === column.name);
			if (there && there.type !== column.type) {
				throw new Error(
					`Data Table ${name}: column "${column.name}" is a ${there.type} there and must be a ${column.type}. Rename or delete that column in n8n, then run this again.`,
				);
			}
			if (there) continue;
			await api.addDataTableColumn(existing.id, column);
			changes.push({ name, change: `column ${column.name} added` });
			say(`Data Table ${name}: column ${column.name} added`);
		}
	}
	return { all, changes };
}

/** Whether n8n holds what we would send: the canonical texts are compared, so key order does not matter. */
function isSame(remote: RemoteWorkflow, body: WorkflowBody): boolean {
	const ofRemote: JsonRecord = { ...remote.raw, id: '' };
	return canonicalText(ofRemote) === canonicalText({ ...body, id: '' });
}

function nameOf(bundle: Bundle, portableId: string): string {
	return bundle.workflows.find((workflow) => workflow.id === portableId)?.name ?? portableId;
}

function describe(result: PushedWorkflow): string {
	const publication = {
		published: 'published',
		kept: 'published already',
		none: 'run by hand, not published',
		blocked: 'NOT published',
	}[result.publication];
	const problems = result.problems.map((problem) => `\n             - ${problem}`).join('');
	return `${result.name}: ${result.change}, ${publication}${problems}`;
}
