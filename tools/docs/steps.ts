import { isRecord, type JsonRecord, readPath, readRecords, readString } from '../json';
import { type DescribedNode, operationsOf } from './operations';

/** A step of a workflow, as its page lists it. */
export interface Step {
	readonly name: string;
	/** What n8n calls the node. */
	readonly node: string;
	/** What it does: a resource and an operation, a table, or nothing more to say. */
	readonly does: string;
	readonly raw: JsonRecord;
}

/** n8n's own nodes, under the names that the editor shows. */
const N8N_NODES: Readonly<Record<string, string>> = {
	aggregate: 'Aggregate',
	dataTable: 'Data Table',
	errorTrigger: 'Error Trigger',
	executeWorkflow: 'Execute Sub-workflow',
	executeWorkflowTrigger: 'When Executed by Another Workflow',
	executionData: 'Execution Data',
	filter: 'Filter',
	form: 'n8n Form',
	formTrigger: 'n8n Form Trigger',
	if: 'If',
	manualTrigger: 'Manual Trigger',
	merge: 'Merge',
	noOp: 'No Operation',
	respondToWebhook: 'Respond to Webhook',
	scheduleTrigger: 'Schedule Trigger',
	set: 'Edit Fields',
	splitOut: 'Split Out',
	stopAndError: 'Stop and Error',
	switch: 'Switch',
	webhook: 'Webhook',
};

const TABLE_OPERATIONS: Readonly<Record<string, string>> = {
	create: 'makes',
	deleteRows: 'deletes rows of',
	get: 'reads',
	insert: 'adds a row to',
	list: 'lists the tables',
	update: 'changes rows of',
	upsert: 'writes a row of',
};

/**
 * The steps in the order in which n8n comes to them: from the trigger, each branch to its end before the next one. The
 * notes on the canvas are none.
 */
export function stepsOf(workflow: JsonRecord, nodes: readonly DescribedNode[]): Step[] {
	const steps = readRecords(workflow, 'nodes')
		.filter((node) => !isNote(node))
		.map((raw) => stepOf(raw, nodes));
	const byName = new Map(steps.map((step) => [step.name, step]));
	const reached = new Set<string>();
	const visit = (name: string): void => {
		if (reached.has(name)) return;
		reached.add(name);
		nextOf(workflow, name).forEach(visit);
	};
	for (const { name, raw } of steps) if (isTrigger(raw)) visit(name);
	return [...reached].flatMap((name) => byName.get(name) ?? []);
}

export const isNote = (node: JsonRecord): boolean => node.type === 'n8n-nodes-base.stickyNote';

const TRIGGER = /(Trigger|Watch|\.webhook)$/;

const isTrigger = (node: JsonRecord): boolean => TRIGGER.test(readString(node, 'type') ?? '');

function nextOf(workflow: JsonRecord, name: string): string[] {
	const outputs = readPath(workflow, 'connections', name, 'main');
	return (Array.isArray(outputs) ? outputs : [])
		.flatMap((output: unknown) => (Array.isArray(output) ? output : []))
		.flatMap((end: unknown) => (isRecord(end) ? (readString(end, 'node') ?? []) : []));
}

function stepOf(raw: JsonRecord, nodes: readonly DescribedNode[]): Step {
	const type = (readString(raw, 'type') ?? '').replace(/^.*\./, '');
	const ours = nodes.find(({ name }) => name === type);
	const name = readString(raw, 'name') ?? '';
	if (ours) return { name, node: ours.displayName, does: operationName(raw, ours), raw };
	const known = N8N_NODES[type];
	if (known === undefined) throw new Error(`tools/docs/steps.ts has no name for the node ${type}`);
	return { name, node: known, does: type === 'dataTable' ? tableName(raw) : '', raw };
}

/** A saved workflow leaves out what is the default: the first of each menu. */
function operationName(raw: JsonRecord, node: DescribedNode): string {
	const operations = operationsOf(node);
	const resource = readPath(raw, 'parameters', 'resource') ?? operations[0]?.values.resource;
	const ofResource = operations.filter(({ values }) => values.resource === resource);
	const operation = readPath(raw, 'parameters', 'operation') ?? ofResource[0]?.values.operation;
	const found = ofResource.find(({ values }) => values.operation === operation);
	if (found === undefined && operations.length > 0) {
		throw new Error(`${node.displayName} has no operation ${String(resource)}: ${String(operation)}`);
	}
	return found ? `${found.resource}: ${found.operation}` : '';
}

function tableName(raw: JsonRecord): string {
	const operation = String(readPath(raw, 'parameters', 'operation') ?? 'insert');
	const verb = TABLE_OPERATIONS[operation] ?? operation;
	const table = tableOf(raw);
	if (table === undefined) return operation === 'list' ? verb : `${verb} the table that the item names`;
	return `${verb} \`${table}\``;
}

/** The Data Table that a step works on, where the workflow names it. */
export function tableOf(raw: JsonRecord): string | undefined {
	const named = readPath(raw, 'parameters', 'dataTableId', 'value') ?? readPath(raw, 'parameters', 'tableName');
	return typeof named === 'string' && named.startsWith('slipway_') ? named : undefined;
}

/** The credentials that a step names, by the name that they have in the bundle. */
export function credentialsOf(raw: JsonRecord): string[] {
	const credentials = isRecord(raw.credentials) ? Object.values(raw.credentials) : [];
	return credentials.flatMap((credential) => (isRecord(credential) ? (readString(credential, 'name') ?? []) : []));
}
