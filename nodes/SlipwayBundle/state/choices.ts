import { isRecord } from '../../deployment/values/jsonFields';
import { type JsonRecord, readString } from '../../deployment/values/jsonRecords';
import { isSameJson } from './sameJson';

/**
 * What belongs to one n8n and not to the bundle: which repository a trigger listens to, when a schedule fires, where a
 * page answers, how long executions are kept. Keys are `<node id>.parameters.<name>`, `<node id>.disabled` and
 * `settings.<name>`. Credentials belong to the n8n, too; `instanceIds` keeps those.
 */
export type Choices = Readonly<Record<string, unknown>>;

const OWN_TRIGGER = /^n8n-nodes-slipway[\w-]*\.\w*(trigger|watch)$/i;

const OWNED_PARAMETERS: Readonly<Record<string, readonly string[] | 'all'>> = {
	'n8n-nodes-base.scheduleTrigger': 'all',
	'n8n-nodes-base.cron': 'all',
	'n8n-nodes-base.interval': 'all',
	'n8n-nodes-base.webhook': ['path', 'authentication'],
	'n8n-nodes-base.formTrigger': ['path', 'authentication'],
};

const OWNED_SETTINGS = [
	'timezone',
	'executionTimeout',
	'saveExecutionProgress',
	'saveManualExecutions',
	'saveDataErrorExecution',
	'saveDataSuccessExecution',
	'timeSavedMode',
	'timeSavedPerExecution',
];

interface Wired {
	readonly nodes: readonly JsonRecord[];
	readonly settings: JsonRecord;
}

/** Everything a workflow says that belongs to its n8n. */
export function choicesOf({ nodes, settings }: Wired): Choices {
	const found: JsonRecord = {};
	for (const node of nodes) {
		const id = readString(node, 'id');
		if (id === undefined || ownedBy(node) === undefined) continue;
		for (const [name, value] of Object.entries(parametersOf(node))) {
			if (isOwned(node, name)) found[`${id}.parameters.${name}`] = value;
		}
		if (node.disabled === true) found[`${id}.disabled`] = true;
	}
	for (const name of OWNED_SETTINGS) {
		if (settings[name] !== undefined) found[`settings.${name}`] = settings[name];
	}
	return found;
}

/** The same workflow without any of it: two that differ only in choices give the same. */
export function withoutChoices<Workflow extends Wired>(workflow: Workflow): Workflow {
	return setChoices(workflow, {});
}

/** The workflow with exactly these choices of its nodes and settings, and no others. */
export function setChoices<Workflow extends Wired>(workflow: Workflow, choices: Choices): Workflow {
	const nodes = workflow.nodes.map((node) => {
		const id = readString(node, 'id');
		if (id === undefined || ownedBy(node) === undefined) return node;
		const parameters = Object.fromEntries(Object.entries(parametersOf(node)).filter(([name]) => !isOwned(node, name)));
		const prefix = `${id}.parameters.`;
		for (const [key, value] of Object.entries(choices)) {
			if (key.startsWith(prefix)) parameters[key.slice(prefix.length)] = value;
		}
		const rest = Object.fromEntries(Object.entries(node).filter(([name]) => name !== 'disabled'));
		return { ...rest, parameters, ...(choices[`${id}.disabled`] === true ? { disabled: true } : {}) };
	});
	const settings = Object.fromEntries(
		Object.entries(workflow.settings).filter(([name]) => !OWNED_SETTINGS.includes(name)),
	);
	for (const name of OWNED_SETTINGS) {
		const value = choices[`settings.${name}`];
		if (value !== undefined) settings[name] = value;
	}
	return { ...workflow, nodes, settings };
}

interface MergedChoices {
	readonly choices: Choices;
	/** What stays as it is in that n8n although the file has something else: `"Node": parameter`. */
	readonly kept: readonly string[];
}

/**
 * Three-way: what a person changed since the last push stays; the rest follows the file. Without a note of the last
 * push, whatever that n8n has stays.
 */
export function mergeChoices(file: Wired, remote: Wired, lastPushed: Choices | undefined): MergedChoices {
	const wanted = choicesOf(file);
	const there = choicesOf(remote);
	const remoteIds = new Set(remote.nodes.map((node) => readString(node, 'id')));
	const merged: JsonRecord = {};
	const kept: string[] = [];
	for (const key of new Set([...Object.keys(wanted), ...Object.keys(there)])) {
		const node = file.nodes.find(({ id }) => typeof id === 'string' && key.startsWith(`${id}.`));
		const isKnownThere = key.startsWith('settings.') || remoteIds.has(node ? readString(node, 'id') : undefined);
		const stays =
			isKnownThere &&
			!isSameJson(there[key], wanted[key]) &&
			(lastPushed === undefined ? there[key] !== undefined : !isSameJson(there[key], lastPushed[key]));
		const value = stays ? there[key] : wanted[key];
		if (value !== undefined) merged[key] = value;
		if (stays) kept.push(describe(key, node));
	}
	return { choices: merged, kept };
}

interface PullableWorkflow {
	readonly nodes: readonly JsonRecord[];
	readonly settings: JsonRecord;
	/** What was chosen in that n8n and is not brought back. */
	readonly left: readonly string[];
}

/**
 * An n8n's edits with the file's choices: what may go into the repository, which other people read. Of a node that the
 * file does not have yet, n8n's own choices come along (a schedule is nothing without its times), those of our
 * triggers do not.
 */
export function withFileChoices(remote: Wired, file: Wired): PullableWorkflow {
	const fileIds = new Set(file.nodes.map(({ id }) => id));
	const added = remote.nodes.filter(
		(node) => !fileIds.has(node.id) && !OWN_TRIGGER.test(readString(node, 'type') ?? ''),
	);
	const wanted = { ...choicesOf(file), ...choicesOf({ nodes: added, settings: {} }) };
	const there = choicesOf(remote);
	const left = Object.keys(there)
		.filter((key) => !isSameJson(there[key], wanted[key]))
		.map((key) =>
			describe(
				key,
				remote.nodes.find(({ id }) => typeof id === 'string' && key.startsWith(`${id}.`)),
			),
		);
	return { ...setChoices(remote, wanted), left };
}

function describe(key: string, node: JsonRecord | undefined): string {
	const name = key.split('.').at(-1) ?? key;
	return node ? `"${readString(node, 'name') ?? ''}": ${name}` : `setting ${name}`;
}

function ownedBy(node: JsonRecord): readonly string[] | 'all' | undefined {
	const type = readString(node, 'type') ?? '';
	return OWN_TRIGGER.test(type) ? 'all' : OWNED_PARAMETERS[type];
}

function isOwned(node: JsonRecord, parameter: string): boolean {
	const owned = ownedBy(node);
	return owned === 'all' || owned?.includes(parameter) === true;
}

function parametersOf(node: JsonRecord): JsonRecord {
	return isRecord(node.parameters) ? node.parameters : {};
}
