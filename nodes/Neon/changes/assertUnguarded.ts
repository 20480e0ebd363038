import { OperationFailure } from '../../shared/operation/errors';
import { branchName, projectName, type NeonBranch, type NeonProject } from '../api/types';
import { whyGuarded } from '../state/branchGuard';

/**
 * @throws OperationFailure for the default or a protected branch. `verb` is what is refused: "deleted".
 */
export function assertUnguarded(project: NeonProject, branch: NeonBranch, verb: string, advice: string): void {
	const why = whyGuarded(branch);
	if (why === null) return;
	throw new OperationFailure(
		`Branch ${branchName(branch)} (${branch.id}) of Neon project ${projectName(project)} was not ${verb}: it is ${why}`,
		advice,
	);
}
