import { confirmByTriggerCount } from '../../nodes/SlipwayBundle/changes/confirmPublication';
import { pushBundle as push, type PushOptions as Options } from '../../nodes/SlipwayBundle/changes/push';
import type { PushReport } from '../../nodes/SlipwayBundle/state/pushReport';
import { terminalAdvice } from './advice';
import { processClock } from './processClock';

export type { PushReport };

/** As the node has them, with what a terminal has in their place. */
export interface PushOptions extends Omit<Options, 'confirmPublication' | 'edited' | 'advice'> {
	/** Overwrites what a person edited in n8n since the last push, where otherwise nothing is changed. */
	readonly force?: boolean;
	/** Leaves these as they are, and pushes the rest. */
	readonly keep?: boolean;
	/** How to learn that a published workflow is live; by the public API's trigger count unless told. */
	readonly confirmPublication?: Options['confirmPublication'];
}

/** Installs the bundle into an n8n, as the node *Slipway Bundle* does: it is the same code. */
export async function pushBundle({ force, keep, ...options }: PushOptions): Promise<PushReport> {
	return await push({
		confirmPublication: confirmByTriggerCount(options.api, processClock),
		...options,
		edited: force === true ? 'overwrite' : keep === true ? 'keep' : 'stop',
		advice: terminalAdvice,
	});
}
