import type { IDataObject } from 'n8n-workflow';

import { switchField } from '../../../shared/fields/fields';
import type { OperationContext } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import type { N8nApi } from '../../api/n8nApi';
import { type ConfirmPublication, confirmByTriggerCount } from '../../changes/confirmPublication';
import { installedPackages } from '../../changes/installedPackages';
import { pushBundle } from '../../changes/push';
import { editedOnInstall } from '../../fields/edited';
import { reportJson } from '../../output/reportJson';
import { bundledWorkflows } from '../../state/bundledWorkflows';
import { editorAdvice } from '../../state/editorAdvice';
import { withN8n } from '../withN8n';

const publishAll = switchField(
	'Publish All',
	'publishAll',
	'Whether to publish also what a person unpublished; otherwise that stays unpublished',
);

export const installProperties = [editedOnInstall, publishAll];

/** Installs, or rehearses it: on an n8n of which nothing is written, nothing is published that one would have to wait for. */
export async function install(
	context: OperationContext,
	{ isPlan, on }: { readonly isPlan: boolean; readonly on: (api: N8nApi) => N8nApi },
): Promise<IDataObject[]> {
	const report = await withN8n(context, async (api) => {
		const confirmPublication: ConfirmPublication = isPlan ? async () => undefined : confirmByTriggerCount(api, clock);
		const bundle = bundledWorkflows();
		// Refuses a vendor's package beside the whole one, of which this node is.
		await installedPackages(api, [...new Set(bundle.packages.values())]);
		return await pushBundle({
			api: on(api),
			bundle,
			placeholders: true,
			edited: editedOnInstall.read(context),
			publish: publishAll.read(context),
			advice: editorAdvice,
			confirmPublication,
		});
	});
	return reportJson(report, isPlan);
}
