/** The first 16 bits of IPv6 addresses, masked, that no public host has: unique local, link-local, site-local, multicast. */
const privatePrefixes: ReadonlyArray<readonly [mask: number, prefix: number]> = [
	[0xfe00, 0xfc00],
	[0xffc0, 0xfe80],
	[0xffc0, 0xfec0],
	[0xff00, 0xff00],
];

/** First and last address, as numbers, of IPv4 networks that are not public (iana.org, "IPv4 Special-Purpose Address Registry"). */
const privateNetworks: ReadonlyArray<readonly [first: string, last: string]> = [
	['0.0.0.0', '0.255.255.255'],
	['10.0.0.0', '10.255.255.255'],
	['100.64.0.0', '100.127.255.255'],
	['127.0.0.0', '127.255.255.255'],
	['169.254.0.0', '169.254.255.255'],
	['172.16.0.0', '172.31.255.255'],
	['192.0.0.0', '192.0.0.255'],
	['192.168.0.0', '192.168.255.255'],
	['198.18.0.0', '198.19.255.255'],
	['224.0.0.0', '255.255.255.255'],
];

/**
 * Whether an address leads to this machine, its network or its cloud's metadata service, as far as its
 * host name tells. `hostname` is that of a `URL`, which writes every form of an IP address in one way.
 */
export function isPrivateHost(hostname: string): boolean {
	const name = hostname.toLowerCase().replace(/\.$/, '');
	if (name.startsWith('[')) return isPrivateIpv6(name.slice(1, -1));
	if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return isPrivateIpv4(name);
	return !name.includes('.') || /\.(?:localhost|local|internal|home\.arpa|lan)$/.test(name);
}

function isPrivateIpv4(address: string): boolean {
	const value = numberOf(address);
	return privateNetworks.some(([first, last]) => value >= numberOf(first) && value <= numberOf(last));
}

function numberOf(address: string): number {
	return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function isPrivateIpv6(address: string): boolean {
	const groups = groupsOf(address);
	const [first = 0] = groups;
	if (privatePrefixes.some(([mask, prefix]) => (first & mask) === prefix)) return true;
	const [high = 0, low = 0] = groups.slice(6);
	const embedded = [high >> 8, high & 255, low >> 8, low & 255].join('.');
	const start = groups
		.slice(0, 6)
		.map((group) => group.toString(16))
		.join(':');
	// IPv4 within IPv6: mapped, compatible (:: and ::1 too), and by way of NAT64; 6to4 has it further ahead.
	if (['0:0:0:0:0:ffff', '0:0:0:0:0:0', '64:ff9b:0:0:0:0'].includes(start)) return isPrivateIpv4(embedded);
	const [, second = 0, third = 0] = groups;
	return first === 0x2002 && isPrivateIpv4([second >> 8, second & 255, third >> 8, third & 255].join('.'));
}

/** The eight groups of an address as a `URL` writes it, with at most one `::` and no dots. */
function groupsOf(address: string): number[] {
	const [head = '', tail = ''] = address.split('::');
	const [before, after] = [head, tail].map((part) => (part === '' ? [] : part.split(':')));
	const missing = 8 - (before?.length ?? 0) - (after?.length ?? 0);
	const whole = [...(before ?? []), ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...(after ?? [])];
	return whole.map((group) => parseInt(group, 16));
}
