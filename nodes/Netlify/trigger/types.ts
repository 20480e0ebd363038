/** A notification's settings at Netlify; the fields this node reads. */
export interface NetlifyHook {
	readonly id: string;
	readonly type?: string | null;
	/** Each hook is for one event. */
	readonly event?: string | null;
	readonly data?: { readonly url?: string | null } | null;
	/** Netlify switches a hook off after six failures in a row. */
	readonly disabled?: boolean | null;
}

export interface NetlifySite {
	readonly id: string;
	readonly name?: string | null;
	readonly custom_domain?: string | null;
	readonly admin_url?: string | null;
	readonly published_deploy?: { readonly id?: string | null } | null;
}
