package content

// Renames are the former names of services, tags and vendors: each holds the name of today by the former one, in the
// form of [FoldName]. Documents keep the former names; what is read from them has those of today.
type Renames struct {
	Services, Tags, Vendors map[string]string
}

// Renamed returns the name of today for a name.
func Renamed(names map[string]string, name string) string {
	if today, ok := names[FoldName(name)]; ok {
		return today
	}
	return name
}

// apply gives a post mortem the names of today.
func (r Renames) apply(pm *PostMortem) {
	pm.Services, pm.Tags, pm.Vendor = renamedAll(r.Services, pm.Services), renamedAll(r.Tags, pm.Tags), Renamed(r.Vendors, pm.Vendor)
}

// renamedAll returns the names of today for a list, each once.
func renamedAll(names map[string]string, list []string) []string {
	if len(names) == 0 {
		return list
	}
	var out []string
	for _, name := range list {
		out = appendNew(out, Renamed(names, name))
	}
	return out
}
