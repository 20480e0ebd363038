import type { Resource } from '../../shared/operation/operation';
import { comment } from './comment';
import { commit } from './commit';
import { deployment } from './deployment';
import { webhookDelivery } from './webhookDelivery';
import { workflow } from './workflow';

export const resources: readonly Resource[] = [
	deployment,
	commit,
	comment,
	workflow,
	webhookDelivery,
];
