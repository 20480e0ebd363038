import { OperationFailure } from '../../shared/operation/errors';
import { projectName, type NeonProject } from '../api/types';

/** Names of branches are unique in a project. */
export function nameTaken(project: NeonProject, name: string, advice = 'Choose another name'): OperationFailure {
	return new OperationFailure(`Neon project ${projectName(project)} has a branch "${name}" already`, advice);
}
