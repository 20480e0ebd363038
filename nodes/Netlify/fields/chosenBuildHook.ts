import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { listBuildHooks } from '../api/buildHooks';
import { type NetlifyBuildHook, siteName } from '../api/types';
import { fingerprintOf } from '../state/buildHookFingerprint';
import { type ChosenSite, chosenSite } from './chosenSite';
import { buildHookField } from './buildHook';

/** The build hook that the node's field names, with its site. @throws OperationFailure when there is none, or several have that title. */
export async function chosenBuildHook(
	context: OperationContext,
): Promise<ChosenSite & { readonly hook: NetlifyBuildHook }> {
	const named = buildHookField.read(context);
	const { client, site } = await chosenSite(context);
	const hook = namedHook(await listBuildHooks(client, site.id), named);
	if (hook) return { client, site, hook };
	// Not repeated in the message: it may be the hook's id, which lets one use it.
	throw new OperationFailure(
		`Site ${siteName(site)} has no build hook of that name`,
		'Choose it from the list. It may have been deleted already',
	);
}

/** By fingerprint, id, address or title. */
function namedHook(hooks: readonly NetlifyBuildHook[], named: string): NetlifyBuildHook | undefined {
	const exact = hooks.find((hook) => hook.id === named || hook.url === named || fingerprintOf(hook) === named);
	if (exact) return exact;
	const [first, ...others] = hooks.filter(({ title }) => title === named);
	if (others.length === 0) return first;
	throw new OperationFailure(
		`${others.length + 1} build hooks have the title "${named}"`,
		'Choose one from the list, or give its fingerprint, which Get Many returns',
	);
}
