/** A name that is watched, as the fields say. */
export interface WatchedName {
	readonly name: string;
	readonly zone: string;
	readonly type: string;
	readonly primary: string;
	readonly standby: string;
	readonly address: URL;
	readonly standbyAddress: URL;
	readonly service: string;
	readonly environment: string;
	/** Where Cloudflare's monitors look; null where nobody else does. */
	readonly pool: { readonly accountId: string; readonly poolId: string } | null;
}
