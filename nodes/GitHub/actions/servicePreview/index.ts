import type { Resource } from '../../../shared/operation/operation';
import { tell } from './tell.operation';
import { reconcile } from './reconcile.operation';
import { sweep } from './sweep.operation';

export const servicePreview: Resource = {
	value: 'servicePreview',
	name: 'Service Preview',
	description: "The preview of a pull request: its database, apps and sites, and the pull request's one comment",
	operations: [reconcile, tell, sweep],
};
