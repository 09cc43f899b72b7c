Private Sub Workbook_Open()
    ' not at once: as Excel starts there is no workbook yet in which anything could be described
    Application.OnTime Now, "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!HonestFunnel.DescribeFunctions"
End Sub
