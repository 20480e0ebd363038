/** The package that has every node; each vendor's begins with its name. */
export const WHOLE_PACKAGE = 'n8n-nodes-slipway';

/** Whether a package is ours: the whole one, or a vendor's. */
export function isOurs(packageName: string): boolean {
	return packageName === WHOLE_PACKAGE || packageName.startsWith(`${WHOLE_PACKAGE}-`);
}
