/**
 * Whether a `Host` header names this machine by a loopback name or address, with or without a port: `localhost`,
 * `127.0.0.1:4010`, `[::1]`, in any spelling that a URL may have. A page whose name was made to point at 127.0.0.1 (DNS
 * rebinding) reaches a server here, but its browser says the page's own name.
 */
export function isLoopbackHost(host: string | undefined): boolean {
	// What would make the rest of a URL of it: `127.0.0.1@evil.example`, `evil.example/127.0.0.1`.
	if (host === undefined || host === '' || /[\s/\\?#@]/.test(host) || !URL.canParse(`http://${host}`)) return false;
	const { hostname } = new URL(`http://${host}`);
	const name = hostname.replace(/\.$/, '');
	return (
		name === 'localhost' ||
		name === '[::1]' ||
		/^127(\.\d+){3}$/.test(name) ||
		/^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/.test(name)
	);
}

/** Whether an `Origin` header is that of a page from the host that is asked; requests of tools have none. */
export function isSameOrigin(origin: string, host: string | undefined): boolean {
	return (
		URL.canParse(origin) &&
		host !== undefined &&
		URL.canParse(`http://${host}`) &&
		new URL(origin).origin === new URL(`http://${host}`).origin
	);
}
