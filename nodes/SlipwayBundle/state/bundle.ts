import { isRecord, valueAt } from '../../deployment/values/jsonFields';
import { type JsonRecord, readRecords, readString } from '../../deployment/values/jsonRecords';
import type { DataTableColumn } from '../api/types';

/** One workflow of the bundle, as its file has it. */
export interface BundledWorkflow {
	readonly file: string;
	/** The portable id: the `id` in the file, by which other files refer to it. */
	readonly id: string;
	readonly name: string;
	/** False for workflows that are only ever run by hand. */
	readonly publish: boolean;
	readonly content: JsonRecord;
	/** Set where another one stands in its place, since its nodes are not there (fitBundle.ts). */
	readonly isReplaced?: true;
}

export interface Bundle {
	readonly workflows: readonly BundledWorkflow[];
	/** Credential role (its type, or `<type>/<word>` for another of that type) -> the name it has in the files. */
	readonly credentialNames: ReadonlyMap<string, string>;
	/** Data Tables by name, with the columns that the manifest names, else those of the workflow that makes them. */
	readonly dataTables: ReadonlyMap<string, readonly DataTableColumn[]>;
	/** The vendor's package of each node, by the node's name; what is in none is in the whole package alone. */
	readonly packages: ReadonlyMap<string, string>;
}

/**
 * A bundle of what its manifest says, and of the workflows it names, in its order:
 * `{"workflows":[{"file","name","publish"?}],"credentials":{"<role>":{"name"}},"dataTables":{"<name>":{"columns":[{"name","type"}]}},"packages":{"<package>":["<node>"]}}`.
 * Raises with every fault it finds, not only the first. `place` is where it is, for its words.
 */
export function bundleOf(manifest: unknown, contents: ReadonlyMap<string, unknown>, place: string): Bundle {
	if (!isRecord(manifest)) throw new Error(`${place}: manifest.json must be an object.`);
	const faults: string[] = [];
	const workflows: BundledWorkflow[] = [];
	for (const entry of readRecords(manifest, 'workflows')) {
		const file = readString(entry, 'file');
		if (file === undefined) {
			faults.push('manifest.json: a workflow without "file"');
			continue;
		}
		const content = contents.get(file);
		const id = isRecord(content) ? readString(content, 'id') : undefined;
		const name = isRecord(content) ? readString(content, 'name') : undefined;
		if (!isRecord(content) || !id || !name) {
			faults.push(`${file}: needs an "id" and a "name"`);
			continue;
		}
		const manifestName = readString(entry, 'name');
		if (manifestName !== undefined && manifestName !== name) {
			faults.push(`${file}: is named "${name}" but manifest.json says "${manifestName}"`);
		}
		if (workflows.some((other) => other.id === id)) faults.push(`${file}: id "${id}" is used twice`);
		if (workflows.some((other) => other.name === name)) {
			faults.push(`${file}: name "${name}" is used twice`);
		}
		workflows.push({ file, id, name, content, publish: entry.publish !== false });
	}
	if (workflows.length === 0) faults.push('manifest.json: names no workflow');
	if (faults.length > 0) throw new Error(`The bundle in ${place} has faults:\n- ${faults.join('\n- ')}`);
	return {
		workflows,
		credentialNames: readCredentialNames(manifest.credentials),
		dataTables: readDataTables(manifest.dataTables, columnsMade(workflows)),
		packages: readPackages(manifest.packages),
	};
}

function readCredentialNames(value: unknown): Map<string, string> {
	const names = new Map<string, string>();
	if (!isRecord(value)) return names;
	for (const [role, entry] of Object.entries(value)) {
		const name = isRecord(entry) ? readString(entry, 'name') : entry;
		names.set(role, typeof name === 'string' ? name : role);
	}
	return names;
}

function readPackages(value: unknown): Map<string, string> {
	const entries = isRecord(value) ? Object.entries(value) : [];
	return new Map(
		entries.flatMap(([name, nodes]) =>
			Array.isArray(nodes) ? nodes.map((node) => [String(node), name] as const) : [],
		),
	);
}

function readDataTables(
	value: unknown,
	made: ReadonlyMap<string, readonly DataTableColumn[]>,
): Map<string, readonly DataTableColumn[]> {
	const tables = new Map<string, readonly DataTableColumn[]>();
	if (!isRecord(value)) return tables;
	for (const [name, entry] of Object.entries(value)) {
		const columns = isRecord(entry) ? readColumns(readRecords(entry, 'columns')) : [];
		tables.set(name, columns.length > 0 ? columns : (made.get(name) ?? []));
	}
	return tables;
}

/**
 * The tables that workflows make, by name: the columns stand in one place, the set-up, which somebody without this
 * installer runs. n8n's own step adds none to a table that is there; the installer does.
 */
function columnsMade(workflows: readonly BundledWorkflow[]): Map<string, DataTableColumn[]> {
	const steps = workflows.flatMap(({ content }) => readRecords(content, 'nodes'));
	return new Map(
		steps.flatMap((step): Array<[string, DataTableColumn[]]> => {
			const name = valueAt(step, 'parameters', 'tableName');
			const columns = valueAt(step, 'parameters', 'columns');
			const makes = step.type === 'n8n-nodes-base.dataTable' && valueAt(step, 'parameters', 'operation') === 'create';
			if (!makes || typeof name !== 'string' || !isRecord(columns)) return [];
			return [[name, readColumns(readRecords(columns, 'column'))]];
		}),
	);
}

function readColumns(columns: readonly JsonRecord[]): DataTableColumn[] {
	return columns.flatMap((column) => {
		const name = readString(column, 'name');
		const type = readString(column, 'type');
		return name !== undefined && isColumnType(type) ? [{ name, type }] : [];
	});
}

function isColumnType(value: string | undefined): value is DataTableColumn['type'] {
	return value === 'string' || value === 'number' || value === 'boolean' || value === 'date';
}
