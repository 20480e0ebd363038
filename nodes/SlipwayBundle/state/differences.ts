import { isRecord } from '../../deployment/values/jsonFields';
import { type JsonRecord, readRecords, readString } from '../../deployment/values/jsonRecords';
import { redactTokens } from '../../deployment/values/redactTokens';
import type { RemoteWorkflow, WorkflowBody } from '../api/types';
import { canonicalText } from './canonical';
import { isSameJson } from './sameJson';

const LONGEST_VALUE = 60;
const SPEAKS_OF_SECRETS = /secret|passw|token|api.?key|auth|credential|cookie/i;

/**
 * How a workflow in an n8n differs from what the bundle would have there, a line for each thing: steps that were added
 * or are missing, parameters with both values (short; none where a secret is spoken of), connections, settings. Where
 * steps lie is no difference by itself: it is one line for all of them.
 */
export function differencesOf(remote: RemoteWorkflow, body: WorkflowBody): string[] {
	const there = canonicalRecord({ ...remote.raw });
	const wanted = canonicalRecord({ ...body });
	const nodesThere = byId(there);
	const nodesWanted = byId(wanted);
	const lines: string[] = [];
	let moved = 0;
	for (const [id, node] of nodesWanted) {
		const other = nodesThere.get(id);
		if (other === undefined) {
			lines.push(`"${nameOf(node)}": missing there`);
			continue;
		}
		if (!isSameJson(node.position, other.position)) moved++;
		lines.push(...changesIn(`"${nameOf(node)}"`, withoutPosition(other), withoutPosition(node)));
	}
	for (const [id, node] of nodesThere) if (!nodesWanted.has(id)) lines.push(`"${nameOf(node)}": added there`);
	if (!isSameJson(there.connections, wanted.connections)) lines.push('connections differ');
	if (!isSameJson(there.nodeGroups, wanted.nodeGroups)) lines.push('the named boxes differ');
	lines.push(...changesIn('settings', there.settings, wanted.settings));
	if (moved > 0) lines.push(`${moved} ${moved === 1 ? 'step lies' : 'steps lie'} elsewhere`);
	return lines;
}

/** The parts of two values that differ, each with its path: `"Deploy": parameters.timeout is 5 there, 10 in the bundle`. */
function changesIn(place: string, there: unknown, wanted: unknown, path: readonly string[] = []): string[] {
	if (isSameJson(there, wanted)) return [];
	if (isRecord(there) && isRecord(wanted)) {
		const names = [...new Set([...Object.keys(there), ...Object.keys(wanted)])].sort();
		return names.flatMap((name) => changesIn(place, there[name], wanted[name], [...path, name]));
	}
	const where = `${place}: ${path.join('.')}`;
	// A name and its value may stand apart, as a header's do: then no shape tells which text is the secret.
	if ([path.join('.'), JSON.stringify(there) ?? ''].some((text) => SPEAKS_OF_SECRETS.test(text))) {
		return [`${where} is another one there (not shown, since it may be secret)`];
	}
	return [`${where} is ${shortValue(there)} there, ${shortValue(wanted)} in the bundle`];
}

function shortValue(value: unknown): string {
	if (value === undefined) return 'not set';
	const text = redactTokens(JSON.stringify(value));
	return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function canonicalRecord(workflow: JsonRecord): JsonRecord {
	const canonical: unknown = JSON.parse(canonicalText(workflow));
	return isRecord(canonical) ? canonical : {};
}

function byId(workflow: JsonRecord): Map<string, JsonRecord> {
	return new Map(readRecords(workflow, 'nodes').map((node) => [readString(node, 'id') ?? nameOf(node), node]));
}

function nameOf(node: JsonRecord): string {
	return readString(node, 'name') ?? '';
}

function withoutPosition(node: JsonRecord): JsonRecord {
	return Object.fromEntries(Object.entries(node).filter(([name]) => name !== 'position'));
}
