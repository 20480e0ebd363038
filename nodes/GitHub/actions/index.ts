import type { ICredentialsDisplayOptions } from 'n8n-workflow';

import type { JointOperation, Operation, Resource } from '../../shared/operation/operation';
import { branch } from './branch';
import { comment } from './comment';
import { commit } from './commit';
import { deployment } from './deployment';
import { file } from './file';
import { pullRequest } from './pullRequest';
import { release } from './release';
import { repository } from './repository';
import { serviceDeployment } from './serviceDeployment';
import { servicePreview } from './servicePreview';
import { serviceRelease, withoutGitHub } from './serviceRelease';
import { webhookDelivery } from './webhookDelivery';
import { workflow } from './workflow';

/** What asks GitHub in all its operations. */
const gitHubResources: readonly Resource[] = [
	deployment,
	commit,
	branch,
	pullRequest,
	release,
	comment,
	workflow,
	webhookDelivery,
	servicePreview,
	file,
	repository,
];

export const resources: ReadonlyArray<Resource<Operation | JointOperation>> = [
	...gitHubResources,
	serviceDeployment,
	serviceRelease,
];

/** What needs GitHub's credential: n8n looks at the first entry of its name alone, so that all of it stands in one. */
export const credentialOptions: ICredentialsDisplayOptions = {
	show: { resource: [...gitHubResources, serviceRelease].map(({ value }) => value) },
	hide: { operation: withoutGitHub.map(({ value }) => value) },
};
