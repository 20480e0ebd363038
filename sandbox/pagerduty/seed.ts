/** The only integration of the seed world: "Slipway" on the service "Candlefish production". */
export const sandboxRoutingKey = 'sandboxroutingkey000000000000000';
