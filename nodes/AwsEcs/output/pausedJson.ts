import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { pausedHookOf } from '../state/pausedHook';

/** The hook at which a deployment waits for a person; null when it does not. */
export function pausedJson(record: ServiceDeployment | undefined): IDataObject | null {
	const hook = pausedHookOf(record);
	if (!hook) return null;
	return {
		hookId: hook.hookId ?? null,
		stage: record?.lifecycleStage ?? null,
		expiresAt: hook.expiresAt?.toISOString() ?? null,
		timeoutAction: hook.timeoutAction ?? null,
	};
}
