package metrics

import "github.com/pmsite/pmsite/content"

// standings are the columns for the standings of action items.
var standings = []Column{
	{Head: "Done", Count: "done", Query: []string{"state", content.Done}},
	{Head: "Cancelled", Count: "cancelled", Query: []string{"state", content.Cancelled}},
	{Head: "Open, not overdue", Count: "open", Query: []string{"state", OnTime}},
	{Head: "Overdue", Count: "overdue", Query: []string{"state", content.Overdue}},
	{Head: "All", Count: "n"},
	{Head: "Share done", Text: "{done/n}"},
}

// open are the columns for action items that are not closed.
var open = []Column{
	{Head: "Open", Count: "n", Query: []string{"state", "unfinished"}},
	{Head: "Of these overdue", Count: "overdue", Query: []string{"state", content.Overdue}},
}

var actionsPanel = Panel{
	Topic: Topic{
		Key: "actions", Name: "Action items by type",
		Counts: "Action items by type: done, cancelled, open but not overdue, and overdue, that is, open past the due date on " +
			"the “as of” day.",
		Unknown: "Items without a type are shown as “not given”. Open items without a due date are never " +
			"overdue; the next chart counts them.",
		Caveat: "The share that is done is of all items, however new they are; “Are action items done?” gives " +
			"each the same time.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "type", Items: true, Split: "standing"}},
	Shape:  ShapeRows,
	Note:   "{n|action item}, {done/n} done",
	Desc:   "Bars of {n|action item} by type: done, cancelled, open and overdue." + numbers,
	Hint:   "{name}: {n|action item}, {value} ({n/of})",
	End:    "{n} ({n/all})",
	Head:   "Type", Columns: standings,
	Total: true,
	More:  More{Text: "All action items", Path: "action-items/"},
}

var statesPanel = Panel{
	Topic: Topic{
		Key: "states", Name: "Action items by state",
		Counts:  "Action items by state on the “as of” day. An overdue item counts only as overdue.",
		Unknown: "The table has rows for items with a tracking number and for open items without a due date.",
		Caveat:  "An item without a due date is never overdue.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "state", Items: true}},
	Shape:  ShapeRows,
	Note:   "{n|action item}; {tracked/n} have tracking; {undated} open without a due date",
	Desc:   "Bars of action items by state." + numbers,
	Hint:   "{name}: {n|action item}",
	End:    "{n} ({n/all})",
	Head:   "State", Columns: []Column{{Head: "Action items", Count: "n"}, {Head: "Share", Text: "{n/all}"}},
	Lines: []Line{
		{Name: "with tracking", Count: "tracked", Of: "n", Query: []string{"tracking", "yes"}},
		{Name: "open without a due date", Count: "undated", Of: "unfinished", Query: []string{"state", "unfinished", "due", ""}},
	},
}

var followThroughPanel = Panel{
	Topic: Topic{
		Key: "followthrough", Name: "Are action items done?",
		Counts: "The share of action items that were done within 30, 90 and 180 days after they were agreed on, by the " +
			"period in which they were agreed on. An item is agreed on with the first commit that has it, and done with the " +
			"first commit that says so. Cancelled items, and those removed from the document, stay among all and are " +
			"not done. A period has a share only if it has five items or more and all of them have had the time. The " +
			"shares of all items count those that are still open for as long as they have been (Aalen and Johansen, " +
			"1978, for two kinds of end; with one, it is the estimate of Kaplan and Meier). The intervals of about 95 % " +
			"are Wilson's (1927); for all items, with as many items as would give the same variance if none were open.",
		Unknown: "All of this is read from git, in days of UTC. Git does not show when an item was agreed on if the " +
			"first commit that has it says that it is done, cancelled or past its due date, if the history is missing " +
			"or cut off, or if the document was imported: completed in its first commit, with such an item. " +
			"Items that were removed are counted as well, so this may be more than the other charts count.",
		Caveat: "This does not say whether an item was worth doing. Items of one post mortem are often done together, so " +
			"the intervals are too narrow. An item that is done counts from the commit that says so, which may be later. " +
			"One that is reworded altogether, without a tracking number, looks like a removed item and a new one.",
	},
	Series: Source{Kind: KindFollowThrough},
	Shape:  ShapeShares,
	Note: "{n|action item} of which git shows when they were agreed on[; {moved} moved to a later due date][; {reopened} " +
		"reopened][; {outside} agreed on in other periods]",
	Desc: "Lines of the share of action items that were done within 30, 90 and 180 days, by the period in which they were " +
		"agreed on, with whiskers for the uncertainty." + numbers,
	Few:  "Too few to say: no period has five action items that have had 30 days.",
	Hint: "{name}, {figure}: {share} of {n|item}",
	Head: "Agreed on in", Columns: []Column{
		{Head: "Action items", Text: "{n|item}"},
		{Head: "Done within 30 days", Text: "{30}"},
		{Head: "Within 90 days", Text: "{90}"},
		{Head: "Within 180 days", Text: "{180}"},
	},
	Lines: []Line{
		{Name: "all: done within 30 days", Text: "{done30}"},
		{Name: "all: done within 90 days", Text: "{done90}"},
		{Name: "all: done within 180 days", Text: "{done180}"},
		{Name: "all: cancelled or removed within 180 days", Text: "{dropped}"},
		{Name: "unknown when they were agreed on", Text: "[{unknown|item}]"},
	},
}

var ownersPanel = Panel{
	Topic: Topic{
		Key: "owners", Name: "Open action items by owner",
		Counts:  "Open action items by the role that owns them, largest load first; those past their due date are marked.",
		Unknown: "Items without an owner are listed under “nobody”.",
		Caveat:  "This shows who has taken on how much. It says nothing about how hard the items are, or how well somebody works.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{
		By: "owner", Items: true, Split: "standing", Only: []string{OnTime, content.Overdue},
	}},
	Shape: ShapeRows,
	Note:  "{n} open, {overdue} of them past the due date[; {more|more owner} in the list of all action items]",
	Desc:  "Bars of open action items by owner, largest load first." + numbers,
	Hint:  "{name}: {n|action item}, {value} ({n/of})",
	End:   "{n} ({n/all})",
	Head:  "Owner", Columns: open,
	Unnamed: "nobody", Max: maxRows, Total: true,
	More: More{Text: "What needs a decision", Path: "action-items/", Query: []string{"state", content.Overdue}},
}

var agesPanel = Panel{
	Topic: Topic{
		Key: "ages", Name: "Age of open action items",
		Counts:  "Open action items by days since the incident.",
		Unknown: "Items of a post mortem without a date are shown as “unknown”.",
		Caveat:  "Ages are counted from the incident, not from the commit that first has the item.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{
		By: "age", Items: true, Split: "standing", Only: []string{OnTime, content.Overdue},
	}},
	Shape: ShapeColumns,
	Note:  "{n|open item} by days since the incident",
	Desc:  "Columns of open and overdue action items by days since the incident." + numbers,
	Hint:  "{name}: {n|action item}, {value}",
	Head:  "Days since the incident", Columns: open,
}
