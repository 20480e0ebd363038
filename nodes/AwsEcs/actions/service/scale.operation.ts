import { numberField } from '../../../shared/fields/fields';
import { waitMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { ecsClient } from '../../api/client';
import { readService } from '../../api/services';
import { setDesiredCount, waitForScale } from '../../changes/scaleService';
import { serviceFields, serviceReference } from '../../fields/locators';
import { planJson } from '../../output/planJson';
import { serviceJson } from '../../output/serviceJson';
import { requireActive } from './requirements';

const desiredCountField = numberField(
	'Desired Count',
	'desiredCount',
	1,
	{ minimum: 0 },
	{
		description: 'How many tasks to run; 0 stops them all',
	},
);

export const scale: Operation = {
	value: 'scale',
	name: 'Scale',
	action: 'Scale a service',
	description: 'Change how many tasks a service runs, down to none',
	properties: [...serviceFields, desiredCountField, ...waitProperties(900), dryRunProperty, simplifyProperty],
	async execute(context) {
		const desiredCount = desiredCountField.read(context);
		const timeoutMs = waitMsParameter(context);
		const raw = !simplifyProperty.read(context);
		const reference = serviceReference(context);
		const ecs = await ecsClient(context);
		const before = await readService(ecs, reference);
		requireActive(before);
		const previousCount = before.desiredCount ?? null;
		if (dryRunProperty.read(context)) {
			return planJson(ecs, before, { action: 'scale', from: previousCount, to: desiredCount });
		}
		const service = await setDesiredCount(ecs, reference, before, desiredCount);
		if (timeoutMs === null) return { ...serviceJson(ecs, service, raw), previousCount, verified: false };
		const scaled = await waitForScale(
			ecs,
			reference,
			{ service, previousCount: previousCount ?? 0, desiredCount },
			{ timeoutMs, cancelSignal: cancelSignalOf(context) },
		);
		return { ...serviceJson(ecs, scaled, raw), previousCount, verified: true };
	},
};
