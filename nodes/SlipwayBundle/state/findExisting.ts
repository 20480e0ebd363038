import { readRecords, readString } from '../../deployment/values/jsonRecords';
import type { RemoteWorkflow } from '../api/types';
import type { Bundle, BundledWorkflow } from './bundle';

/**
 * Finds a bundled workflow in an n8n: by the id that the last push noted, and by its name; failing both, by its nodes'
 * ids, which n8n keeps through edits and renames. (n8n's API takes neither an id nor a marker of ours.)
 * One that a person archived since is given as it is: a new one would do what that person stopped.
 * Raises when two answer to it, since a second copy with the same webhook would deploy twice.
 */
export function findExisting(
	bundled: BundledWorkflow,
	bundle: Bundle,
	remotes: readonly RemoteWorkflow[],
	notedId: string | undefined,
): RemoteWorkflow | undefined {
	const candidates = remotes.filter((remote) => !remote.isArchived);
	const named = candidates.filter((remote) => remote.id === notedId || remote.name === bundled.name);
	if (named.length > 1) throw duplicates(bundled, named);
	if (named[0]) return named[0];
	const archived = remotes.find((remote) => remote.isArchived && remote.id === notedId);
	if (archived) return archived;
	const bundleNames = new Set(bundle.workflows.map((workflow) => workflow.name));
	const nodeIds = nodeIdsOf(readRecords(bundled.content, 'nodes'));
	const renamed = candidates.filter((remote) => {
		if (bundleNames.has(remote.name)) return false;
		const shared = [...nodeIdsOf(remote.nodes)].filter((id) => nodeIds.has(id)).length;
		return shared > 0 && shared * 2 >= nodeIds.size;
	});
	if (renamed.length > 1) throw duplicates(bundled, renamed);
	return renamed[0];
}

function nodeIdsOf(nodes: readonly Record<string, unknown>[]): Set<string> {
	return new Set(nodes.flatMap((node) => readString(node, 'id') ?? []));
}

function duplicates(bundled: BundledWorkflow, remotes: readonly RemoteWorkflow[]): Error {
	const list = remotes.map((remote) => `"${remote.name}" (${remote.id})`).join(' and ');
	return new Error(
		`This n8n has ${remotes.length} workflows that could be "${bundled.name}": ${list}. Nothing was changed. Delete or archive the one you do not want, then run this again.`,
	);
}
