// Package torture contains only a test, which does to pmsite what happens to it in the world: it is killed, its disk is
// full, its caches are damaged, and it runs beside others. The test verifies that nothing is lost.
package torture
