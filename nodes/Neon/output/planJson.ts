import type { IDataObject } from 'n8n-workflow';

import { branchName, type NeonProject } from '../api/types';
import type { BranchWish } from '../state/branchWish';
import { isLatest, type Moment } from '../state/moment';
import { projectFields } from './projectJson';

/** The output of a dry run: what would be done, and to what. */
export function planJson(project: NeonProject, target: string, plan: IDataObject): IDataObject {
	return {
		dryRun: true,
		verified: false,
		platform: 'neon',
		...projectFields(project),
		target,
		plan,
	};
}

/** A moment in a plan. */
export function momentJson(moment: Moment): IDataObject | string {
	return isLatest(moment) ? 'latest' : { ...moment };
}

/** A new branch in a plan. */
export function branchWishJson(wish: BranchWish): IDataObject {
	return {
		name: wish.name,
		parent: branchName(wish.parent),
		parentId: wish.parent.id,
		...wish.moment,
		schemaOnly: wish.schemaOnly,
		expiresAt: wish.expiresAt,
		compute: wish.compute && { ...wish.compute },
	};
}
