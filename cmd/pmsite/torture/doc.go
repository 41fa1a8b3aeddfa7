// Package torture contains only tests. One does to pmsite what happens to it in the world: it is killed, its disk is
// full, its caches are damaged, and it runs beside others; nothing may be lost. Another gives it hostile inputs, which may
// take neither all time nor all memory.
package torture
