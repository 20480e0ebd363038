import type { OperationContext } from '../../shared/operation/operation';
import type { NeonBranch, NeonProject } from '../api/types';
import { assertUnguarded } from '../changes/assertUnguarded';
import { allowDefaultBranchField } from '../fields/switches';

/** @throws OperationFailure for the default or a protected branch, unless Allow Default Branch is on. `verb` is what is refused: "deleted". */
export function assertAllowed(context: OperationContext, project: NeonProject, branch: NeonBranch, verb: string): void {
	if (allowDefaultBranchField.read(context)) return;
	assertUnguarded(project, branch, verb, 'Turn on Allow Default Branch if it is the one you mean');
}
