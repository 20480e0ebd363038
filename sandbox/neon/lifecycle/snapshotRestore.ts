import { unprocessable } from '../http/errors';
import type { Branch, Project } from '../model';
import type { Neon } from '../neon';
import type { OperationStep } from './operations';

/**
 * A branch made from a snapshot takes the place of the one it restores: its computes, its name, its being the
 * default. Computes keep their ids and addresses. Raises 422 when the branch does not wait for that.
 */
export function finalizeRestore(
	neon: Neon,
	project: Project,
	branch: Branch,
	oldName: string | undefined,
): OperationStep[] {
	const { world, computes } = neon;
	if (branch.restoreStatus !== 'restored' || branch.restoredAs === undefined) {
		throw unprocessable('the branch is not one that was restored from a snapshot and not finalized');
	}
	const original = world.branch(project, branch.restoredAs);
	const name = oldName ?? `${original.name}_old_${world.services.ids.hex(6)}`;
	world.requireFreeName(project, name, original);
	const endpoints = world.endpointsOf(original);
	const swap = (): void => {
		branch.name = original.name;
		original.name = name;
		branch.isDefault = original.isDefault;
		original.isDefault = false;
		branch.isProtected = original.isProtected;
		branch.restoreStatus = 'finalized';
		branch.updatedAtMs = world.now();
		original.updatedAtMs = world.now();
		for (const endpoint of endpoints) endpoint.branchId = branch.id;
	};
	return [
		...endpoints.map((endpoint) => computes.suspendStep(endpoint)),
		{ action: 'apply_config', branchId: branch.id, apply: swap },
		...endpoints.map((endpoint) => computes.startStep(endpoint)),
	];
}
