import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import { switchParameter } from '../shared/fields/parameters';
import { branchName } from './branches';
import { projectName } from './projects';
import { switchProperty } from './properties';
import type { NeonBranch, NeonProject } from './types';

/** Allow Default Branch, where a person may mean the branch that production runs on. */
export const allowDefaultBranchProperty: INodeProperties = switchProperty(
	'Allow Default Branch',
	'allowDefaultBranch',
	false,
	'Whether this may be done with the default branch or a protected one, where production data usually is',
);

/** What makes a branch one that must not be touched by mistake; null for any other. What Neon does not say counts as yes. */
export function whyGuarded(branch: NeonBranch): string | null {
	if (branch.default !== false) return 'the default branch of its project';
	if (branch.protected !== false) return 'a protected branch';
	return null;
}

/**
 * @throws OperationFailure for the default or a protected branch. `verb` is what is refused: "deleted".
 */
export function refuseGuarded(
	project: NeonProject,
	branch: NeonBranch,
	verb: string,
	advice: string,
): void {
	const why = whyGuarded(branch);
	if (why === null) return;
	throw new OperationFailure(
		`Branch ${branchName(branch)} (${branch.id}) of Neon project ${projectName(project)} was not ${verb}: it is ${why}`,
		advice,
	);
}

/** The same, unless the node has Allow Default Branch turned on. */
export function requireAllowed(
	context: OperationContext,
	project: NeonProject,
	branch: NeonBranch,
	verb: string,
): void {
	if (switchParameter(context, 'allowDefaultBranch')) return;
	refuseGuarded(project, branch, verb, 'Turn on Allow Default Branch if it is the one you mean');
}
