import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../../shared/operation/operation';
import type { NeonProject } from '../api/types';
import { shaped } from '../fields/simplify';
import { branchJson, readyFields } from '../output/branchJson';
import type { ReadyBranch } from '../state/branchState';

/** A ready branch in our shape, or in Neon's. */
export function readyBranchJson(context: OperationContext, project: NeonProject, ready: ReadyBranch): IDataObject {
	return { ...shaped(context, ready.branch, (branch) => branchJson(project, branch)), ...readyFields(ready) };
}
