import type { IDataObject } from 'n8n-workflow';

import type { BranchLook } from '../api/types';

/** One look at a branch. Where GitHub says only that it is unchanged, nothing else is told. */
export function branchHeadJson(branch: string, look: BranchLook): IDataObject {
	switch (look.state) {
		case 'gone':
			return { branch, exists: false, isUnchanged: false, renamedTo: look.renamedTo, etag: '' };
		case 'unchanged':
			return { branch, exists: true, isUnchanged: true, etag: look.etag };
		case 'read':
			return { branch, exists: true, isUnchanged: false, ...look.head, etag: look.etag };
	}
}
