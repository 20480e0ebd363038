import type { Resource } from '../../shared/operation/operation';
import { branch } from './branch';
import { comment } from './comment';
import { commit } from './commit';
import { deployment } from './deployment';
import { release } from './release';
import { serviceDeployment } from './serviceDeployment';
import { serviceRelease } from './serviceRelease';
import { webhookDelivery } from './webhookDelivery';
import { workflow } from './workflow';

/** What asks GitHub, and needs its credential. */
export const gitHubResources: readonly Resource[] = [
	deployment,
	commit,
	branch,
	release,
	comment,
	workflow,
	webhookDelivery,
];

export const resources: readonly Resource[] = [...gitHubResources, serviceDeployment, serviceRelease];
