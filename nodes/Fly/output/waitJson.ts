import type { IDataObject } from 'n8n-workflow';

import type { ReleaseWaitResult } from '../state/releaseWaitResult';
import { releaseJson } from './releaseJson';

/** The output of a wait for a release. */
export function waitJson(app: string, result: ReleaseWaitResult, raw: boolean): IDataObject {
	const { release, verified, state, reason, digest } = result;
	return {
		...releaseJson(app, release, { live: verified, state, reason, ...(verified && { digest }) }, { verified, raw }),
		warnings: [...result.warnings],
		machines: [...result.machines],
	};
}
