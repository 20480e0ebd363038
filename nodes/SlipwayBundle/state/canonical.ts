import { isRecord } from '../../deployment/values/jsonFields';
import { type JsonRecord, readRecords, readString } from '../../deployment/values/jsonRecords';

const NODE_KEYS = ['id', 'name', 'type', 'typeVersion', 'position', 'parameters', 'credentials'];

// What n8n's public API takes back; everything else in `settings` belongs to one instance.
const SETTINGS_KEYS = [
	'executionOrder',
	'saveExecutionProgress',
	'saveManualExecutions',
	'saveDataErrorExecution',
	'saveDataSuccessExecution',
	'executionTimeout',
	'errorWorkflow',
	'timezone',
	'callerPolicy',
	'callerIds',
	'timeSavedMode',
	'timeSavedPerExecution',
];

/**
 * A workflow file's one text form: only what is portable, keys in a fixed order, tabs, one newline at
 * the end. Two workflows that mean the same give the same bytes, so a diff shows real edits only.
 */
export function canonicalText(workflow: JsonRecord): string {
	const nodes = readRecords(workflow, 'nodes').map(canonicalNode);
	const canonical: JsonRecord = {
		id: workflow.id,
		name: workflow.name,
		nodes,
		connections: canonicalConnections(
			workflow.connections,
			nodes.flatMap((node) => readString(node, 'name') ?? []),
		),
		settings: portableSettings(workflow.settings),
	};
	const groups = readRecords(workflow, 'nodeGroups');
	if (groups.length > 0) canonical.nodeGroups = groups.map(sortKeys);
	return `${JSON.stringify(canonical, null, '\t')}\n`;
}

/** The settings that mean the same in every n8n, in a fixed order. */
export function portableSettings(settings: unknown): JsonRecord {
	if (!isRecord(settings)) return {};
	return Object.fromEntries(
		SETTINGS_KEYS.filter((key) => settings[key] !== undefined && settings[key] !== '').map((key) => [
			key,
			settings[key],
		]),
	);
}

function canonicalNode(node: JsonRecord): JsonRecord {
	const ordered: JsonRecord = {};
	for (const key of NODE_KEYS) {
		const value = node[key];
		if (value === undefined) continue;
		if (key === 'credentials' && isRecord(value) && Object.keys(value).length === 0) continue;
		ordered[key] = sortKeys(value);
	}
	for (const key of Object.keys(node).sort()) {
		if (NODE_KEYS.includes(key) || key === 'createdAt' || key === 'updatedAt') continue;
		if (node[key] !== undefined && node[key] !== null) ordered[key] = sortKeys(node[key]);
	}
	return ordered;
}

/** Connections in the order of the nodes they leave. */
function canonicalConnections(connections: unknown, nodeNames: readonly string[]): JsonRecord {
	if (!isRecord(connections)) return {};
	const known = nodeNames.filter((name) => connections[name] !== undefined);
	const rest = Object.keys(connections)
		.filter((name) => !known.includes(name))
		.sort();
	return Object.fromEntries([...known, ...rest].map((name) => [name, sortConnection(connections[name])]));
}

function sortConnection(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sortConnection);
	if (!isRecord(value)) return value;
	if (typeof value.node === 'string') return { node: value.node, type: value.type, index: value.index };
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, sortConnection(entry)]));
}

function sortKeys(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sortKeys);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.keys(value)
			.sort()
			.filter((key) => value[key] !== undefined)
			.map((key) => [key, sortKeys(value[key])]),
	);
}
