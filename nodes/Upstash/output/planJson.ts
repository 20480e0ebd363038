import type { IDataObject } from 'n8n-workflow';

/** What Dry Run returns. `target` is left out where it does not exist yet. */
export function planJson(plan: IDataObject, target?: string): IDataObject {
	return { dryRun: true, platform: 'upstash', ...(target !== undefined && { target }), plan };
}
